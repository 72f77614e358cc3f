package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the disk of a replica holds of its log and of others'. The log has writes of others, too;
 * its own are those of a process that ran on this disk.
 */
final class SimulatedShipments implements MultiStoreView {
  private final SimulatedPoints points;
  private final int mostLines;
  private final Set<Long> writers = new HashSet<>();
  private final Map<Version, Optional<Version>> replaced = new HashMap<>();
  private final Map<StoreId, Long> have = new HashMap<>();
  private final Map<StoreId, Long> heard = new HashMap<>();
  private long promised;

  /**
   * @param mostLines that the log has: whoever was away for longer cannot be shipped to
   */
  SimulatedShipments(SimulatedPoints points, int mostLines) {
    this.points = points;
    this.mostLines = mostLines;
  }

  /** Remembers the process that begins, before it writes. */
  void begin(long incarnation) {
    writers.add(incarnation);
  }

  void log(Stored record, Optional<Version> over) {
    replaced.put(record.version(), over);
    points.merge(record);
  }

  /**
   * Merges a part of another's log.
   *
   * @return how many entries did not know of what they met here
   */
  int merge(MultiEffect.Merge merge) {
    long known = have(merge.origin());
    int conflicts = 0;
    // The same entries may have been given to the disk twice.
    for (Shipment entry : merge.entries()) {
      if (entry.sequence() <= known || points.isBelowFloor(entry.record())) {
        continue;
      }
      Optional<Version> own = newest(entry.record().key()).map(Stored::version);
      conflicts += entry.conflictsWith(own) ? 1 : 0;
      points.merge(entry.record());
    }
    if (merge.after() <= known && merge.have() >= known) {
      have.put(merge.origin(), merge.have());
      heard.merge(merge.origin(), merge.promise(), Math::max);
    }
    return conflicts;
  }

  void caught(StoreId from, long logged) {
    have.merge(from, logged, Math::max);
  }

  void promise(long stamp) {
    promised = Math.max(promised, stamp);
  }

  @Override
  public Optional<Stored> newest(PointKey key) {
    return points.newest(key);
  }

  /** As nodes read theirs: what a newer write has replaced is not shipped, that one is. */
  @Override
  public LogPart log(long after, int most) {
    if (after < points.logged() - mostLines) {
      return new LogPart(List.of(), after);
    }
    List<Shipment> own = new ArrayList<>();
    long until = after;
    for (Stored line : points.log(after)) {
      if (own.size() == most) {
        return new LogPart(own, until);
      }
      until++;
      boolean newest = newest(line.key()).filter(line::equals).isPresent();
      if (newest && writers.contains(line.version().node())) {
        own.add(new Shipment(until, line, replaced.getOrDefault(line.version(), Optional.empty())));
      }
    }
    return new LogPart(own, own.isEmpty() ? after : until);
  }

  @Override
  public long logged() {
    return points.logged();
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
    return points.floor();
  }

  @Override
  public long highestClock() {
    return points.highestClock();
  }
}
