package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A stream of writes of which each follows from a seed and its sequence alone, so that a test knows
 * what another process wrote.
 */
final class ScriptedWrites {
  private final long seed;
  private final int ids;

  /**
   * @param ids how many points the writes meet: few make many writes of one point
   */
  ScriptedWrites(long seed, int ids) {
    this.seed = seed;
    this.ids = ids;
  }

  /** Now and then a delete that was written shortly before is purged, or a point forgotten. */
  LoggedWrite at(long sequence) {
    Random random = new Random(seed * 999_983 + sequence);
    long earlier = sequence - 1 - random.nextInt(60);
    if (random.nextInt(3) == 0 && earlier > 0) {
      LoggedWrite deleted = writeAt(earlier);
      if (deleted.change() instanceof LoggedWrite.Change.Delete) {
        LogPosition position = writeAt(sequence).position();
        return LoggedWrite.purge(position, 1_000 * sequence, deleted.key(), deleted.version());
      } else if (random.nextInt(3) == 0) {
        LogPosition position = writeAt(sequence).position();
        return LoggedWrite.forget(deleted.key(), deleted.version())
            .moved(position, 1_000 * sequence);
      }
    }
    return writeAt(sequence);
  }

  private LoggedWrite writeAt(long sequence) {
    Random random = new Random(seed * 1_000_003 + sequence);
    int number = random.nextInt(ids);
    PointId id =
        number % 3 == 0
            ? new PointId.Uuid(new UUID(number * 0x9E3779B97F4A7C15L, number))
            : new PointId.Numeric(number % 3 == 1 ? number : -number);
    PointKey key = Stores.key(new CollectionNumber(1 + random.nextInt(2)), id);
    // Some are older than what they meet, some equally old.
    Version version = new Version(1 + sequence / 500, sequence + random.nextInt(20), 7);
    return random.nextInt(4) == 0
        ? Stores.delete(sequence, version, key)
        : Stores.upsert(sequence, version, key, Stores.point(id, random));
  }

  List<LoggedWrite> batch(long from, int count) {
    List<LoggedWrite> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batch.add(at(from + i));
    }
    return batch;
  }

  /** What a store should hold after the first {@code count} writes. */
  StoreModel model(long count) {
    StoreModel model = new StoreModel();
    for (long sequence = 1; sequence <= count; sequence++) {
      model.apply(at(sequence));
    }
    return model;
  }
}
