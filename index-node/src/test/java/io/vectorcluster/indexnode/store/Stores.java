package io.vectorcluster.indexnode.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.FreeSpace.DiskSpace;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What the tests of a store have in common. */
final class Stores {
  static final CollectionNumber ONE = new CollectionNumber(1);
  static final CollectionNumber TWO = new CollectionNumber(2);
  static final int SLOTS = 16;
  static final StoreOptions SMALL = new StoreOptions(8 << 20, 2 << 20);
  static final StoreFormatting FORMATTING =
      new StoreFormatting(new StoreId(new UUID(1, 2)), "0.1.0-test");
  static final FreeSpace PLENTY = () -> new DiskSpace(1L << 40, 1L << 40);

  private Stores() {}

  static ShardStore open(Path directory) {
    return open(directory, WalSync.BEFORE_ACKNOWLEDGING);
  }

  static ShardStore open(Path directory, WalSync walSync) {
    StoreOpening opening = ShardStore.open(directory, SMALL, FORMATTING, PLENTY, walSync);
    assertThat(opening).isInstanceOf(StoreOpening.Opened.class);
    return ((StoreOpening.Opened) opening).store();
  }

  static PointId id(long number) {
    return new PointId.Numeric(number);
  }

  /** Any fixed rule will do: the store does not ask where a slot comes from. */
  static int slotOf(PointId id) {
    return Math.floorMod(id.hashCode(), SLOTS);
  }

  static PointKey key(CollectionNumber collection, PointId id) {
    return new PointKey(collection, slotOf(id), id);
  }

  static PointKey key(long number) {
    return key(ONE, id(number));
  }

  static BitSet allSlots() {
    BitSet slots = new BitSet();
    slots.set(0, SLOTS);
    return slots;
  }

  static Point point(PointId id, Random random) {
    float[] values = new float[96];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return new Point(
        id,
        Map.of("", DenseVector.of(values)),
        new Payload("{\"n\":\"" + Long.toHexString(random.nextLong()) + "\"}"));
  }

  static Version version(long clock) {
    return new Version(1, clock, 7);
  }

  static LoggedWrite upsert(long sequence, Version version, PointKey key, Point point) {
    return write(sequence, version, key, new Mutation.Upsert(point));
  }

  static LoggedWrite delete(long sequence, Version version, PointKey key) {
    return write(sequence, version, key, new Mutation.Delete(key.id()));
  }

  private static LoggedWrite write(
      long sequence, Version version, PointKey key, Mutation mutation) {
    return LoggedWrite.of(
        new LogPosition(1, sequence),
        1_000 * sequence,
        new RequestId(sequence, ~sequence),
        key.collection(),
        key.slot(),
        version,
        mutation);
  }

  static CommitOutcome.Committed commit(ShardStore store, LoggedWrite... writes) {
    return commit(store, List.of(writes));
  }

  static CommitOutcome.Committed commit(ShardStore store, List<LoggedWrite> writes) {
    CommitOutcome outcome = store.commit(writes);
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    return (CommitOutcome.Committed) outcome;
  }
}
