package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a store knows of the requests that were logged, by slot: the first entry of each change. */
final class SimulatedRetries {

  private record Change(RequestId request, PointKey key) {}

  private final Map<Integer, Map<Change, LogEntry>> slots = new HashMap<>();

  /** A record that stands in for another's is a write of its own request too. */
  void know(LoggedWrite entry) {
    if (!entry.request().equals(RequestId.NONE)) {
      add(LogEntry.of(entry));
    }
    if (entry.change() instanceof LoggedWrite.Change.Overtaken overtaken) {
      add(overtaken.by());
    }
  }

  private void add(LogEntry entry) {
    slots
        .computeIfAbsent(entry.key().slot(), any -> new LinkedHashMap<>())
        .putIfAbsent(new Change(entry.request(), entry.key()), entry);
  }

  void replace(int slot, Collection<LogEntry> known) {
    slots.remove(slot);
    known.forEach(this::add);
  }

  Optional<LogEntry> find(RequestId request, PointKey key) {
    return Optional.ofNullable(
        slots.getOrDefault(key.slot(), Map.of()).get(new Change(request, key)));
  }

  /** In the order in which they became known. */
  List<LogEntry> of(int slot) {
    return List.copyOf(slots.getOrDefault(slot, Map.of()).values());
  }
}
