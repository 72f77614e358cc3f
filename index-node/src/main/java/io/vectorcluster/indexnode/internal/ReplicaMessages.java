package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.replication.HelloId;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.Session;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.UuidBytes;
import io.vectorcluster.wire.v1.Ack;
import io.vectorcluster.wire.v1.Alive;
import io.vectorcluster.wire.v1.Append;
import io.vectorcluster.wire.v1.Confirm;
import io.vectorcluster.wire.v1.Confirmed;
import io.vectorcluster.wire.v1.Hello;
import io.vectorcluster.wire.v1.Invitation;
import io.vectorcluster.wire.v1.MakeEqual;
import io.vectorcluster.wire.v1.PointsBatch;
import io.vectorcluster.wire.v1.ReplicaMessage;
import io.vectorcluster.wire.v1.Resume;
import io.vectorcluster.wire.v1.SlotImage;
import io.vectorcluster.wire.v1.SlotWanted;
import io.vectorcluster.wire.v1.SlotsDiffer;
import io.vectorcluster.wire.v1.Sums;
import io.vectorcluster.wire.v1.SumsWanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What replicas say to each other, as messages.
 *
 * @param shard of the receiver
 * @param from the sender
 */
record ReplicaMessages(ShardId shard, StoreId from) {
  /** A slot is sent in parts of about this size. */
  private static final int PART_BYTES = 4 << 20;

  /** One message, or the parts of a slot. */
  List<ReplicaMessage> of(Message message) {
    return message instanceof Message.SlotImage image
        ? parts(image)
        : List.of(single(message).build());
  }

  /** What is said about points, in messages of about the size of a slot's part. */
  List<ReplicaMessage> of(List<PointsMessage> messages) {
    List<ReplicaMessage> batches = new ArrayList<>();
    PointsBatch.Builder batch = PointsBatch.newBuilder();
    int bytes = 0;
    for (PointsMessage message : messages) {
      for (io.vectorcluster.wire.v1.PointsMessage next : PointsMessages.of(message, PART_BYTES)) {
        if (bytes + next.getSerializedSize() > PART_BYTES && bytes > 0) {
          batches.add(empty(0).setPoints(batch).build());
          batch = PointsBatch.newBuilder();
          bytes = 0;
        }
        batch.addMessages(next);
        bytes += next.getSerializedSize();
      }
    }
    batches.add(empty(0).setPoints(batch).build());
    return batches;
  }

  private ReplicaMessage.Builder empty(long epoch) {
    return ReplicaMessage.newBuilder()
        .setFrom(UuidBytes.of(from.value()))
        .setShardId(shard.value())
        .setEpoch(epoch);
  }

  private ReplicaMessage.Builder single(Message message) {
    ReplicaMessage.Builder out = empty(message.epoch());
    return switch (message) {
      case Message.Invitation _ -> out.setInvitation(Invitation.getDefaultInstance());
      case Message.Alive _ -> out.setAlive(Alive.getDefaultInstance());
      case Message.Hello hello -> {
        Hello.Builder ask =
            Hello.newBuilder().setLast(LogMessages.of(hello.last())).addAllDigests(hello.digests());
        hello.follows().ifPresent(session -> ask.setFollows(of(session)));
        yield out.setHello(of(hello.id())).setAsk(ask);
      }
      case Message.Resume resume ->
          out.setHello(of(resume.id()))
              .setSession(of(resume.session()))
              .setResume(Resume.getDefaultInstance());
      case Message.MakeEqual order ->
          out.setHello(of(order.id()))
              .setSession(of(order.session()))
              .setMakeEqual(
                  MakeEqual.newBuilder()
                      .setStart(LogMessages.of(order.start()))
                      .addAllSlots(order.slots()));
      case Message.SlotWanted wanted ->
          out.setHello(of(wanted.id()))
              .setSlotWanted(SlotWanted.newBuilder().setSlot(wanted.slot()));
      case Message.SlotImage _ -> throw new IllegalArgumentException("a slot goes in parts");
      case Message.Append append ->
          out.setHello(of(append.id()))
              .setSession(of(append.session()))
              .setAppend(
                  Append.newBuilder()
                      .setBefore(LogMessages.of(append.before()))
                      .addAllEntries(append.entries().stream().map(LogMessages::of).toList()));
      case Message.Ack ack ->
          out.setHello(of(ack.id()))
              .setSession(of(ack.session()))
              .setAck(
                  Ack.newBuilder().setDurable(LogMessages.of(ack.durable())).setEqual(ack.equal()));
      case Message.Confirm confirm ->
          out.setSession(of(confirm.session()))
              .setConfirm(Confirm.newBuilder().setRound(confirm.round()));
      case Message.Confirmed confirmed ->
          out.setSession(of(confirmed.session()))
              .setConfirmed(Confirmed.newBuilder().setRound(confirmed.round()));
      case Message.SumsWanted wanted ->
          out.setHello(of(wanted.id())).setSumsWanted(SumsWanted.getDefaultInstance());
      case Message.Sums sums ->
          out.setHello(of(sums.id()))
              .setSums(
                  Sums.newBuilder().setAt(LogMessages.of(sums.at())).addAllDigests(sums.digests()));
      case Message.SlotsDiffer differ ->
          out.setHello(of(differ.id()))
              .setSlotsDiffer(SlotsDiffer.newBuilder().addAllSlots(differ.slots()));
      case Message.FeedWanted wanted -> out.setFeedWanted(FeedMessages.of(wanted));
      case Message.FeedPart part ->
          out.setSession(of(part.session())).setFeedPart(FeedMessages.of(part));
    };
  }

  private List<ReplicaMessage> parts(Message.SlotImage image) {
    List<SlotImage.Builder> parts = new ArrayList<>();
    SlotImage.Builder part = SlotImage.newBuilder();
    int bytes = 0;
    for (LoggedWrite record : image.records()) {
      io.vectorcluster.wire.v1.LoggedWrite next = LogMessages.of(record);
      if (bytes + next.getSerializedSize() > PART_BYTES && bytes > 0) {
        parts.add(part);
        part = SlotImage.newBuilder();
        bytes = 0;
      }
      part.addRecords(next);
      bytes += next.getSerializedSize();
    }
    for (LogEntry retry : image.retries()) {
      io.vectorcluster.wire.v1.LoggedWrite next = LogMessages.of(retry);
      if (bytes + next.getSerializedSize() > PART_BYTES) {
        parts.add(part);
        part = SlotImage.newBuilder();
        bytes = 0;
      }
      part.addRetries(next);
      bytes += next.getSerializedSize();
    }
    parts.add(part.setLast(true));
    List<ReplicaMessage> messages = new ArrayList<>();
    for (SlotImage.Builder one : parts) {
      one.setSlot(image.slot()).setAt(LogMessages.of(image.at())).setPart(messages.size());
      messages.add(empty(image.epoch()).setHello(of(image.id())).setSlotImage(one).build());
    }
    return messages;
  }

  /** A message that is no slot's part. */
  static Message read(ReplicaMessage message) {
    long epoch = message.getEpoch();
    HelloId hello = read(message.getHello());
    Session session = read(message.getSession());
    return switch (message.getKindCase()) {
      case INVITATION -> new Message.Invitation(epoch);
      case ALIVE -> new Message.Alive(epoch);
      case ASK -> {
        Hello ask = message.getAsk();
        yield new Message.Hello(
            epoch,
            hello,
            ask.hasFollows() ? Optional.of(read(ask.getFollows())) : Optional.empty(),
            LogMessages.read(ask.getLast()),
            ask.getDigestsList());
      }
      case RESUME -> new Message.Resume(epoch, hello, session);
      case MAKE_EQUAL ->
          new Message.MakeEqual(
              epoch,
              hello,
              session,
              LogMessages.read(message.getMakeEqual().getStart()),
              message.getMakeEqual().getSlotsList());
      case SLOT_WANTED -> new Message.SlotWanted(epoch, hello, message.getSlotWanted().getSlot());
      case APPEND ->
          new Message.Append(
              epoch,
              hello,
              session,
              LogMessages.read(message.getAppend().getBefore()),
              message.getAppend().getEntriesList().stream().map(LogMessages::readWrite).toList());
      case ACK ->
          new Message.Ack(
              epoch,
              hello,
              session,
              LogMessages.read(message.getAck().getDurable()),
              message.getAck().getEqual());
      case CONFIRM -> new Message.Confirm(epoch, session, message.getConfirm().getRound());
      case CONFIRMED -> new Message.Confirmed(epoch, session, message.getConfirmed().getRound());
      case SUMS_WANTED -> new Message.SumsWanted(epoch, hello);
      case SUMS ->
          new Message.Sums(
              epoch,
              hello,
              LogMessages.read(message.getSums().getAt()),
              message.getSums().getDigestsList());
      case SLOTS_DIFFER ->
          new Message.SlotsDiffer(epoch, hello, message.getSlotsDiffer().getSlotsList());
      case FEED_WANTED -> FeedMessages.read(epoch, message.getFeedWanted());
      case FEED_PART -> FeedMessages.read(epoch, session, message.getFeedPart());
      case SLOT_IMAGE, POINTS, KIND_NOT_SET ->
          throw new IllegalArgumentException("a message of a kind this release does not know");
    };
  }

  private static io.vectorcluster.wire.v1.HelloId of(HelloId id) {
    return io.vectorcluster.wire.v1.HelloId.newBuilder()
        .setIncarnation(id.incarnation())
        .setEpoch(id.epoch())
        .setNumber(id.number())
        .build();
  }

  static HelloId read(io.vectorcluster.wire.v1.HelloId id) {
    return new HelloId(id.getIncarnation(), id.getEpoch(), id.getNumber());
  }

  static io.vectorcluster.wire.v1.Session of(Session session) {
    return io.vectorcluster.wire.v1.Session.newBuilder()
        .setTerm(session.term())
        .setIncarnation(session.incarnation())
        .build();
  }

  static Session read(io.vectorcluster.wire.v1.Session session) {
    return new Session(session.getTerm(), session.getIncarnation());
  }
}
