package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the disk of a replica holds: everything here survives a crash, nothing else does. */
final class SimulatedMultiStore implements MultiStoreView {
  private final int slots;
  private final Map<String, Stored> records = new TreeMap<>();
  private final List<Shipment> log = new ArrayList<>();
  private final Map<StoreId, Long> have = new HashMap<>();
  private final Map<StoreId, Long> heard = new HashMap<>();
  private long promised;
  private long floor;
  int conflicts;
  int purged;
  int repaired;

  SimulatedMultiStore(int slots) {
    this.slots = slots;
  }

  private static String name(PointKey key) {
    return key.slot() + "/" + key.id();
  }

  static boolean isTombstone(Stored record) {
    return record.change() instanceof LoggedWrite.Change.Delete;
  }

  private boolean isBelowFloor(Stored record) {
    return record.version().clock() <= floor;
  }

  void perform(MultiEffect.Disk effect) {
    switch (effect) {
      case MultiEffect.Log(long _, Stored record, Optional<Version> over) -> {
        log.add(new Shipment(log.size() + 1, record, over));
        apply(record);
      }
      case MultiEffect.Merge merge -> merge(merge);
      case MultiEffect.Repair(long _, Stored record) -> {
        if (!isTombstone(record) || !isBelowFloor(record)) {
          repaired++;
          apply(record);
        }
      }
      case MultiEffect.Promise(long _, long stamp) -> promised = Math.max(promised, stamp);
      case MultiEffect.Purge(long _, long upTo) -> {
        floor = Math.max(floor, upTo);
        int before = records.size();
        records.values().removeIf(record -> isTombstone(record) && isBelowFloor(record));
        purged += before - records.size();
      }
    }
  }

  private void merge(MultiEffect.Merge merge) {
    long known = have(merge.origin());
    // The same entries may have been given to the disk twice.
    for (Shipment entry : merge.entries()) {
      if (entry.sequence() <= known || isBelowFloor(entry.record())) {
        continue;
      }
      Optional<Version> own = newest(entry.record().key()).map(Stored::version);
      if (entry.conflictsWith(own)) {
        conflicts++;
      }
      apply(entry.record());
    }
    if (merge.after() <= known && merge.have() >= known) {
      have.put(merge.origin(), merge.have());
      heard.merge(merge.origin(), merge.promise(), Math::max);
    }
  }

  private void apply(Stored record) {
    records.merge(name(record.key()), record, (own, other) -> other.isNewerThan(own) ? other : own);
  }

  /**
   * A live record is lost without a word. With a tombstone an older record would come back: what
   * lost one has to be found by a scrub and must not be a source (R2).
   */
  void rot(int number) {
    List<String> live =
        records.entrySet().stream()
            .filter(entry -> !isTombstone(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!live.isEmpty()) {
      records.remove(live.get(number % live.size()));
    }
  }

  Map<String, Stored> records() {
    return records;
  }

  @Override
  public Optional<Stored> newest(PointKey key) {
    return Optional.ofNullable(records.get(name(key)));
  }

  @Override
  public LogPart log(long after, int most) {
    long until = Math.min(log.size(), after + most);
    return new LogPart(List.copyOf(log.subList((int) after, (int) until)), until);
  }

  @Override
  public long logged() {
    return log.size();
  }

  @Override
  public long have(StoreId origin) {
    return have.getOrDefault(origin, 0L);
  }

  @Override
  public long heard(StoreId origin) {
    return heard.getOrDefault(origin, 0L);
  }

  @Override
  public long promised() {
    return promised;
  }

  @Override
  public long floor() {
    return floor;
  }

  @Override
  public long highestClock() {
    return records.values().stream().mapToLong(record -> record.version().clock()).max().orElse(0);
  }

  @Override
  public List<Long> digests() {
    long[] sums = new long[slots];
    for (Stored record : records.values()) {
      if (!isTombstone(record) || !isBelowFloor(record)) {
        sums[record.key().slot()] +=
            31L * name(record.key()).hashCode() + record.version().hashCode();
      }
    }
    List<Long> digests = new ArrayList<>();
    for (long sum : sums) {
      digests.add(sum);
    }
    return digests;
  }

  @Override
  public Map<PointKey, Version> versions(int slot) {
    Map<PointKey, Version> versions = new HashMap<>();
    for (Stored record : records.values()) {
      if (record.key().slot() == slot && (!isTombstone(record) || !isBelowFloor(record))) {
        versions.put(record.key(), record.version());
      }
    }
    return versions;
  }
}
