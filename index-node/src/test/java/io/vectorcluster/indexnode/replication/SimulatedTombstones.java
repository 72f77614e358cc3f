package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LoggedWrite;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** How a store forgets deletes, rightly or not (V5). */
final class SimulatedTombstones {
  private final NavigableMap<String, LoggedWrite> records;
  private final ShellFlaw flaw;
  private String lastShown = "";

  /** Tombstones that went with their entry. */
  int purged;

  /** Purges that met another record. */
  int overtaken;

  SimulatedTombstones(NavigableMap<String, LoggedWrite> records, ShellFlaw flaw) {
    this.records = records;
    this.flaw = flaw;
  }

  void purge(LoggedWrite entry, String name) {
    @Nullable LoggedWrite present = records.get(name);
    if (present == null) {
      return;
    }
    boolean same = isDelete(present) && present.version().equals(entry.version());
    if (same || flaw == ShellFlaw.PURGES_WHAT_WAS_WRITTEN_SINCE) {
      records.remove(name);
      purged++;
    } else {
      overtaken++;
    }
  }

  /** In turn, as a store does that does not look at all of them. */
  List<DeletedPoint> old(long clock, int most) {
    List<String> names =
        records.tailMap(lastShown, false).entrySet().stream()
            .filter(entry -> isDelete(entry.getValue()))
            .filter(entry -> entry.getValue().version().clock() <= clock)
            .map(entry -> entry.getKey())
            .limit(most)
            .toList();
    lastShown = names.isEmpty() ? "" : names.getLast();
    if (flaw == ShellFlaw.PURGES_BY_AGE_ALONE) {
      names.forEach(records::remove);
      return List.of();
    }
    return names.stream()
        .map(records::get)
        .map(record -> new DeletedPoint(record.key(), record.version(), record.position()))
        .toList();
  }

  /** A purge forgets a delete: no store in the topology may have what was deleted (V5). */
  static void check(Effect.Persist purging, ShardView view, List<SimulatedNode> nodes) {
    for (SimulatedNode node : nodes) {
      for (LoggedWrite entry : purging.entries()) {
        if (entry.change() instanceof LoggedWrite.Change.Purge
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

  boolean isEmpty() {
    return records.values().stream().noneMatch(SimulatedTombstones::isDelete);
  }

  private static boolean isDelete(LoggedWrite record) {
    return record.change() instanceof LoggedWrite.Change.Delete;
  }
}
