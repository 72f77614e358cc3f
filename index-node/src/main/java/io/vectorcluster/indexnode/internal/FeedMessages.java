package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.replication.FeedId;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.Message.Content;
import io.vectorcluster.indexnode.replication.Session;
import io.vectorcluster.wire.v1.FeedEntries;
import io.vectorcluster.wire.v1.FeedKnown;
import io.vectorcluster.wire.v1.FeedLost;
import io.vectorcluster.wire.v1.FeedPart;
import io.vectorcluster.wire.v1.FeedRecords;
import io.vectorcluster.wire.v1.FeedSame;
import io.vectorcluster.wire.v1.FeedWanted;
import io.vectorcluster.wire.v1.Seal;
import java.util.Optional;

/** What primaries say about slots that move from one shard to another, as messages and back. */
final class FeedMessages {
  private FeedMessages() {}

  static FeedWanted of(Message.FeedWanted wanted) {
    return FeedWanted.newBuilder()
        .setSlot(wanted.slot())
        .setSince(wanted.since())
        .setSwitched(wanted.switched())
        .setId(of(wanted.id()))
        .setNumber(wanted.number())
        .setDigest(wanted.digest())
        .build();
  }

  static Message.FeedWanted read(long epoch, FeedWanted wanted) {
    return new Message.FeedWanted(
        epoch,
        wanted.getSlot(),
        wanted.getSince(),
        wanted.getSwitched(),
        read(wanted.getId()),
        wanted.getNumber(),
        wanted.getDigest());
  }

  static FeedPart of(Message.FeedPart part) {
    FeedPart.Builder out =
        FeedPart.newBuilder()
            .setSlot(part.slot())
            .setSince(part.since())
            .setId(of(part.id()))
            .setOpened(part.opened())
            .setNumber(part.number())
            .setLast(part.last());
    switch (part.content()) {
      case Content.Same _ -> out.setSame(FeedSame.getDefaultInstance());
      case Content.Records(var records, boolean whole) ->
          out.setRecords(
              FeedRecords.newBuilder()
                  .addAllRecords(records.stream().map(LogMessages::of).toList())
                  .setWhole(whole));
      case Content.Known(var retries) ->
          out.setKnown(
              FeedKnown.newBuilder().addAllRetries(retries.stream().map(LogMessages::of).toList()));
      case Content.Entries(var entries) ->
          out.setEntries(
              FeedEntries.newBuilder()
                  .addAllEntries(entries.stream().map(LogMessages::of).toList()));
      case Content.Lost _ -> out.setLost(FeedLost.getDefaultInstance());
    }
    part.seal()
        .ifPresent(
            seal ->
                out.setSeal(
                    Seal.newBuilder().setSwitched(seal.switched()).setDigest(seal.digest())));
    return out.build();
  }

  static Message.FeedPart read(long epoch, Session session, FeedPart part) {
    return new Message.FeedPart(
        epoch,
        part.getSlot(),
        part.getSince(),
        read(part.getId()),
        session,
        part.getOpened(),
        part.getNumber(),
        content(part),
        part.getLast(),
        part.hasSeal()
            ? Optional.of(
                new Message.Seal(part.getSeal().getSwitched(), part.getSeal().getDigest()))
            : Optional.empty());
  }

  private static Content content(FeedPart part) {
    return switch (part.getContentCase()) {
      case SAME -> new Content.Same();
      case RECORDS ->
          new Content.Records(
              part.getRecords().getRecordsList().stream().map(LogMessages::readWrite).toList(),
              part.getRecords().getWhole());
      case KNOWN ->
          new Content.Known(
              part.getKnown().getRetriesList().stream().map(LogMessages::readEntry).toList());
      case ENTRIES ->
          new Content.Entries(
              part.getEntries().getEntriesList().stream().map(LogMessages::readWrite).toList());
      case LOST -> new Content.Lost();
      case CONTENT_NOT_SET -> throw new IllegalArgumentException("a part without content");
    };
  }

  private static io.vectorcluster.wire.v1.FeedId of(FeedId id) {
    return io.vectorcluster.wire.v1.FeedId.newBuilder()
        .setAsker(ReplicaMessages.of(id.asker()))
        .setNumber(id.number())
        .build();
  }

  private static FeedId read(io.vectorcluster.wire.v1.FeedId id) {
    return new FeedId(ReplicaMessages.read(id.getAsker()), id.getNumber());
  }
}
