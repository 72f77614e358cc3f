package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows slots of this store to others, and never a damaged one (R2). */
final class SlotSource {
  private SlotSource() {}

  /** Answers a request; false if the slot is damaged, which is remembered. */
  static boolean show(
      StoreId to, Message.SlotWanted wanted, StoreView store, BadSlots bad, long epoch, Step step) {
    Optional<List<LoggedWrite>> records = store.image(wanted.slot());
    if (records.isEmpty()) {
      bad.add(wanted.slot());
      return false;
    }
    step.send(
        to,
        new Message.SlotImage(
            epoch,
            wanted.id(),
            wanted.slot(),
            store.last(),
            records.get(),
            store.retries(wanted.slot())));
    return true;
  }

  static void sums(StoreId to, Message.SumsWanted wanted, StoreView store, long epoch, Step step) {
    step.send(to, new Message.Sums(epoch, wanted.id(), store.last(), store.digests()));
  }

  /** What breaking P3 would do: the newest version of each point, whoever has it. */
  static List<LoggedWrite> merged(Message.SlotImage image, StoreView store) {
    Map<PointKey, LoggedWrite> records = new LinkedHashMap<>();
    image.records().forEach(record -> records.put(record.key(), record));
    for (LoggedWrite own : store.image(image.slot()).orElse(List.of())) {
      records.merge(own.key(), own, (a, b) -> a.version().compareTo(b.version()) < 0 ? b : a);
    }
    return List.copyOf(records.values());
  }
}
