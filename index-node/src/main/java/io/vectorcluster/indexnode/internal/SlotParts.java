package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.wire.v1.ReplicaMessage;
import io.vectorcluster.wire.v1.SlotImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the parts of a slot together; one that lacks a part is dropped, and asked for again. */
final class SlotParts {
  private final List<LoggedWrite> records = new ArrayList<>();
  private final List<LogEntry> retries = new ArrayList<>();
  private long epoch;
  private io.vectorcluster.wire.v1.HelloId hello =
      io.vectorcluster.wire.v1.HelloId.getDefaultInstance();
  private int slot = -1;
  private int next;

  /** The whole slot, with its last part. */
  Optional<Message.SlotImage> add(ReplicaMessage message) {
    SlotImage part = message.getSlotImage();
    if (part.getPart() == 0) {
      begin(message);
    }
    if (part.getPart() != next
        || part.getSlot() != slot
        || message.getEpoch() != epoch
        || !message.getHello().equals(hello)) {
      begin(message);
      next = -1;
      return Optional.empty();
    }
    next++;
    part.getRecordsList().forEach(record -> records.add(LogMessages.readWrite(record)));
    part.getRetriesList().forEach(retry -> retries.add(LogMessages.readEntry(retry)));
    if (!part.getLast()) {
      return Optional.empty();
    }
    Message.SlotImage image =
        new Message.SlotImage(
            epoch,
            ReplicaMessages.read(hello),
            slot,
            LogMessages.read(part.getAt()),
            List.copyOf(records),
            List.copyOf(retries));
    begin(message);
    next = -1;
    return Optional.of(image);
  }

  private void begin(ReplicaMessage message) {
    records.clear();
    retries.clear();
    epoch = message.getEpoch();
    hello = message.getHello();
    slot = message.getSlotImage().getSlot();
    next = 0;
  }
}
