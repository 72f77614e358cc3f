package io.vectorcluster.indexnode.replication.points;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.catchup.CatchupView;
import io.vectorcluster.indexnode.replication.quorum.QuorumStoreView;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the disk of a replica holds: everything here survives a crash, nothing else does. */
public final class SimulatedPoints implements QuorumStoreView, CatchupView {
  private static final Hasher64 HASHER = Hashing.xxh3_64();

  private final int slots;
  private final Map<PointKey, Stored> records = new HashMap<>();
  private final List<Stored> log = new ArrayList<>();
  private final Set<PointKey> rotten = new HashSet<>();
  private long holds;
  private long floor;

  /**
   * An empty disk.
   *
   * @param holds up to which epoch it holds what there is to hold
   */
  public SimulatedPoints(int slots, long holds) {
    this.slots = slots;
    this.holds = holds;
  }

  public static boolean isTombstone(Stored record) {
    return record.change() instanceof LoggedWrite.Change.Delete;
  }

  public boolean isBelowFloor(Stored record) {
    return record.version().clock() <= floor;
  }

  private boolean isForgotten(Stored record) {
    return isTombstone(record) && isBelowFloor(record);
  }

  /** The newer record stays. */
  public void merge(Stored record) {
    Stored own = records.get(record.key());
    if (own == null || record.isNewerThan(own)) {
      put(record);
    }
  }

  /** This record stays, be it older. */
  void put(Stored record) {
    records.put(record.key(), record);
    log.add(record);
  }

  public void hold(long epoch) {
    holds = Math.max(holds, epoch);
  }

  /**
   * Tombstones at or below a stamp go.
   *
   * @return how many
   */
  public int purge(long upTo) {
    floor = Math.max(floor, upTo);
    int before = records.size();
    records.values().removeIf(this::isForgotten);
    return before - records.size();
  }

  /**
   * A live record is lost without a word. With a tombstone an older record would come back: what
   * lost one has to be found by a scrub and must not be a source (R2).
   */
  public void rot(int number) {
    List<PointKey> live =
        records.values().stream()
            .filter(record -> !isTombstone(record))
            .map(Stored::key)
            .sorted((a, b) -> a.id().toString().compareTo(b.id().toString()))
            .toList();
    if (!live.isEmpty()) {
      PointKey key = live.get(number % live.size());
      records.remove(key);
      rotten.add(key);
    }
  }

  /** Whether it has all of these, or newer ones, or has forgotten them rightly. */
  public Optional<String> lacks(Map<PointKey, Version> others) {
    for (Map.Entry<PointKey, Version> other : others.entrySet()) {
      Stored own = records.get(other.getKey());
      boolean older = own == null || own.version().compareTo(other.getValue()) < 0;
      if (older && other.getValue().clock() > floor && !rotten.contains(other.getKey())) {
        return Optional.of("%s of %s, has %s".formatted(other.getValue(), other.getKey(), own));
      }
    }
    return Optional.empty();
  }

  public Map<PointKey, Version> versions() {
    Map<PointKey, Version> versions = new HashMap<>();
    records.forEach((key, record) -> versions.put(key, record.version()));
    return versions;
  }

  /** What was logged after a sequence. */
  public List<Stored> log(long after) {
    return log.subList((int) after, log.size());
  }

  @Override
  public Optional<Stored> newest(PointKey key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public List<Stored> slot(int slot) {
    return records.values().stream().filter(record -> record.key().slot() == slot).toList();
  }

  @Override
  public long holds() {
    return holds;
  }

  public long floor() {
    return floor;
  }

  @Override
  public long logged() {
    return log.size();
  }

  @Override
  public long highestClock() {
    return records.values().stream().mapToLong(record -> record.version().clock()).max().orElse(0);
  }

  /** Mixed well: in a sum of hash codes two clocks cancel each other out. */
  private static long hash(Stored record) {
    Version version = record.version();
    return HASHER.hashLongLongLongToLong(
        HASHER.hashLongLongToLong(record.key().hashCode(), version.term()),
        version.clock(),
        version.node());
  }

  /** Without tombstones at or below the floor (R2, V5). */
  @Override
  public List<Long> sums() {
    long[] sums = new long[slots];
    for (Stored record : records.values()) {
      if (!isForgotten(record)) {
        sums[record.key().slot()] += hash(record);
      }
    }
    List<Long> all = new ArrayList<>();
    for (long sum : sums) {
      all.add(sum);
    }
    return all;
  }

  /** The same records. */
  @Override
  public Map<PointKey, Version> versions(int slot) {
    Map<PointKey, Version> versions = versions();
    versions.keySet().removeIf(key -> key.slot() != slot || isForgotten(records.get(key)));
    return versions;
  }
}
