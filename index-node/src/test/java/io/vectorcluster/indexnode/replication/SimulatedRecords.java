package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Records of a store: their order, and what they come to. */
final class SimulatedRecords {
  private SimulatedRecords() {}

  static List<LoggedWrite> sorted(Stream<LoggedWrite> records) {
    SortedMap<String, LoggedWrite> byName = new TreeMap<>();
    records.forEach(record -> byName.put(name(record), record));
    return List.copyOf(byName.values());
  }

  static SortedMap<PointKey, Version> versions(Collection<LoggedWrite> records, int slot) {
    SortedMap<PointKey, Version> versions = new TreeMap<>(PointKey.ORDER);
    records.stream()
        .filter(record -> record.key().slot() == slot)
        .forEach(record -> versions.put(record.key(), record.version()));
    return versions;
  }

  static String name(LoggedWrite record) {
    return record.key().slot() + "/" + record.key().id();
  }

  static Object digested(LoggedWrite record) {
    return List.of(record.key(), record.version(), SimulatedContents.hash(record));
  }

  /** One a slot, of that part of each record. */
  static List<Long> digests(
      Collection<LoggedWrite> records, int slots, Function<LoggedWrite, Object> part) {
    long[] sums = new long[slots];
    for (LoggedWrite record : records) {
      sums[record.key().slot()] += part.apply(record).hashCode();
    }
    return Arrays.stream(sums).boxed().toList();
  }
}
