package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a store forgets deletes, rightly or not (V5). */
final class SimulatedTombstones {
  private final Map<PointKey, LoggedWrite> records;
  private final ShellFlaw flaw;
  private String lastShown = "";

  /** Tombstones that went with their entry. */
  int purged;

  /** Purges that met another record. */
  int overtaken;

  SimulatedTombstones(Map<PointKey, LoggedWrite> records, ShellFlaw flaw) {
    this.records = records;
    this.flaw = flaw;
  }

  void purge(LoggedWrite entry) {
    @Nullable LoggedWrite present = records.get(entry.key());
    if (present == null) {
      return;
    }
    boolean same = isDelete(present) && present.version().equals(entry.version());
    if (same || flaw == ShellFlaw.PURGES_WHAT_WAS_WRITTEN_SINCE) {
      records.remove(entry.key());
      purged++;
    } else {
      overtaken++;
    }
  }

  /** In turn, as a store does that does not look at all of them. */
  List<DeletedPoint> old(long clock, int most) {
    List<LoggedWrite> found =
        SimulatedRecords.sorted(
                records.values().stream()
                    .filter(SimulatedTombstones::isDelete)
                    .filter(record -> record.version().clock() <= clock)
                    .filter(record -> SimulatedRecords.name(record).compareTo(lastShown) > 0))
            .stream()
            .limit(most)
            .toList();
    lastShown = found.isEmpty() ? "" : SimulatedRecords.name(found.getLast());
    if (flaw == ShellFlaw.PURGES_BY_AGE_ALONE) {
      found.forEach(record -> records.remove(record.key()));
      return List.of();
    }
    return found.stream()
        .map(record -> new DeletedPoint(record.key(), record.version(), record.position()))
        .toList();
  }

  /** A purge forgets a delete: no store in the topology may have what was deleted (V5). */
  static void check(Effect.Persist purging, ShardView view, List<SimulatedNode> nodes) {
    for (SimulatedNode node : nodes) {
      for (LoggedWrite entry : purging.entries()) {
        if (entry.change() instanceof LoggedWrite.Change.Purge
            && !arrives(entry.key().slot(), view)
            && view.isMember(node.store().id())
            && node.store()
                .record(entry.key())
                .filter(record -> record.version().compareTo(entry.version()) < 0)
                .isPresent()) {
          throw new AssertionError(node.name + " has what is to be forgotten: " + entry);
        }
      }
    }
  }

  /** What is copied from another shard was purged there; a member that is behind gets all of it. */
  private static boolean arrives(int slot, ShardView view) {
    return view.migrations().stream()
        .anyMatch(each -> each.slot() == slot && each.target().equals(view.shard()));
  }

  boolean isEmpty() {
    return records.values().stream().noneMatch(SimulatedTombstones::isDelete);
  }

  private static boolean isDelete(LoggedWrite record) {
    return record.change() instanceof LoggedWrite.Change.Delete;
  }
}
