package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records of one store that no longer are what was written; their digests do not tell. */
final class SimulatedDamage {
  private static final PointContent GARBAGE =
      PointContent.of(
          new Point(
              new PointId.Numeric(0), Map.of("", DenseVector.of(0f)), new Payload("{\"x\":1}")));

  private final Map<PointKey, LoggedWrite> damaged =
      new TreeMap<>(Comparator.comparing(PointKey::toString));

  void strike(LoggedWrite record) {
    damaged.put(record.key(), read(record));
  }

  private static LoggedWrite read(LoggedWrite record) {
    return SimulatedContents.with(record, new LoggedWrite.Change.Upsert(GARBAGE));
  }

  /** The record as it is read now, checked or not. */
  LoggedWrite asRead(LoggedWrite record) {
    return damaged.getOrDefault(record.key(), record);
  }

  boolean has(PointKey key) {
    return damaged.containsKey(key);
  }

  boolean isEmpty() {
    return damaged.isEmpty();
  }

  /** What a scrub would find. */
  Set<Integer> slots() {
    Set<Integer> slots = new TreeSet<>();
    damaged.keySet().forEach(key -> slots.add(key.slot()));
    return slots;
  }

  /** The point was written again. */
  void written(PointKey key) {
    damaged.remove(key);
  }

  /** The slot was written anew. */
  void replaced(int slot) {
    damaged.keySet().removeIf(key -> key.slot() == slot);
  }
}
