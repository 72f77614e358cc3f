package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupMessage;
import io.vectorcluster.indexnode.replication.quorum.QuorumMessage;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.wire.v1.Kept;
import io.vectorcluster.wire.v1.OperationId;
import io.vectorcluster.wire.v1.PointName;
import io.vectorcluster.wire.v1.PointsBatch;
import io.vectorcluster.wire.v1.RecordsWanted;
import io.vectorcluster.wire.v1.ReplicaSums;
import io.vectorcluster.wire.v1.SlotName;
import io.vectorcluster.wire.v1.SlotRecords;
import io.vectorcluster.wire.v1.SlotVersions;
import io.vectorcluster.wire.v1.Told;
import io.vectorcluster.wire.v1.VersionOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What replicas say about points in the modes without a primary, as messages and back. */
final class PointsMessages {
  /** A record that travels is in nobody's log. */
  private static final LogPosition NOWHERE = new LogPosition(0, 1);

  private PointsMessages() {}

  /** One message, or, of a slot with many records, several that follow each other. */
  static List<io.vectorcluster.wire.v1.PointsMessage> of(PointsMessage message, int partBytes) {
    return switch (message) {
      case PointsMessage.OfQuorum(QuorumMessage.Pulled pulled) -> parts(pulled, partBytes);
      case PointsMessage.OfQuorum(QuorumMessage quorum) -> List.of(of(quorum).build());
      case PointsMessage.OfCatchup(CatchupMessage catchup) -> List.of(of(catchup).build());
      case PointsMessage.OfMultiPrimary(var multi) -> List.of(ShipMessages.of(multi).build());
    };
  }

  private static io.vectorcluster.wire.v1.PointsMessage.Builder message() {
    return io.vectorcluster.wire.v1.PointsMessage.newBuilder();
  }

  private static io.vectorcluster.wire.v1.PointsMessage.Builder of(QuorumMessage message) {
    io.vectorcluster.wire.v1.PointsMessage.Builder out = message().setEpoch(message.epoch());
    return switch (message) {
      case QuorumMessage.Ask(long _, var id, PointKey key) ->
          out.setOperation(of(id)).setAsk(of(key));
      case QuorumMessage.Told(long _, var id, Optional<Stored> newest) -> {
        Told.Builder told = Told.newBuilder();
        newest.ifPresent(record -> told.setNewest(of(record)));
        yield out.setOperation(of(id)).setTold(told);
      }
      case QuorumMessage.Store(long _, var id, Stored record) ->
          out.setOperation(of(id)).setStore(of(record));
      case QuorumMessage.Kept(long _, var id) ->
          out.setOperation(of(id)).setKept(Kept.getDefaultInstance());
      case QuorumMessage.Pull(long _, int slot) -> out.setPull(slot(slot));
      case QuorumMessage.Pulled _ -> throw new IllegalArgumentException("a slot goes in parts");
    };
  }

  private static List<io.vectorcluster.wire.v1.PointsMessage> parts(
      QuorumMessage.Pulled pulled, int partBytes) {
    List<SlotRecords.Builder> parts = new ArrayList<>();
    SlotRecords.Builder part = SlotRecords.newBuilder();
    int bytes = 0;
    for (Stored record : pulled.records()) {
      io.vectorcluster.wire.v1.LoggedWrite next = of(record);
      if (bytes + next.getSerializedSize() > partBytes && bytes > 0) {
        parts.add(part.setMore(true));
        part = SlotRecords.newBuilder();
        bytes = 0;
      }
      part.addRecords(next);
      bytes += next.getSerializedSize();
    }
    parts.add(part);
    return parts.stream()
        .map(one -> one.setSlot(pulled.slot()).setLast(pulled.last()))
        .map(one -> message().setEpoch(pulled.epoch()).setPulled(one).build())
        .toList();
  }

  private static io.vectorcluster.wire.v1.PointsMessage.Builder of(CatchupMessage message) {
    return switch (message) {
      case CatchupMessage.Sums(long holds, long logged, List<Long> sums) ->
          message()
              .setSums(ReplicaSums.newBuilder().setHolds(holds).setLogged(logged).addAllSums(sums));
      case CatchupMessage.VersionsWanted(long question, int slot) ->
          message().setQuestion(question).setVersionsWanted(slot(slot));
      case CatchupMessage.Versions(long question, int slot, Map<PointKey, Version> versions) -> {
        SlotVersions.Builder out = SlotVersions.newBuilder().setSlot(slot);
        versions.forEach(
            (key, version) ->
                out.addVersions(
                    VersionOf.newBuilder().setPoint(of(key)).setVersion(LogMessages.of(version))));
        yield message().setQuestion(question).setVersions(out);
      }
      case CatchupMessage.RecordsWanted(long question, int slot, List<PointKey> keys) ->
          message()
              .setQuestion(question)
              .setRecordsWanted(
                  RecordsWanted.newBuilder()
                      .setSlot(slot)
                      .addAllPoints(keys.stream().map(PointsMessages::of).toList()));
      case CatchupMessage.Records(long question, int slot, List<Stored> records) ->
          message()
              .setQuestion(question)
              .setRecords(
                  SlotRecords.newBuilder()
                      .setSlot(slot)
                      .addAllRecords(records.stream().map(PointsMessages::of).toList()));
    };
  }

  private static SlotName slot(int slot) {
    return SlotName.newBuilder().setSlot(slot).build();
  }

  private static OperationId of(QuorumMessage.OperationId id) {
    return OperationId.newBuilder().setIncarnation(id.incarnation()).setNumber(id.number()).build();
  }

  private static PointName of(PointKey key) {
    return PointName.newBuilder()
        .setCollection(key.collection().value())
        .setSlot(key.slot())
        .setId(PointMessages.of(key.id()))
        .build();
  }

  private static PointKey read(PointName name) {
    return new PointKey(
        new CollectionNumber(name.getCollection()),
        name.getSlot(),
        PointMessages.read(name.getId()));
  }

  static io.vectorcluster.wire.v1.LoggedWrite of(Stored record) {
    return LogMessages.of(
        new LoggedWrite(
            NOWHERE, 0, record.request(), record.key(), record.version(), record.change()));
  }

  static Stored read(io.vectorcluster.wire.v1.LoggedWrite message) {
    LoggedWrite write = LogMessages.readWrite(message);
    return new Stored(write.key(), write.version(), write.request(), write.change());
  }

  /** Puts the parts of slots together, which follow each other in one stream. */
  static final class Reader {
    private final List<Stored> records = new ArrayList<>();
    private int slot = -1;

    List<PointsMessage> read(PointsBatch batch) {
      List<PointsMessage> messages = new ArrayList<>();
      for (io.vectorcluster.wire.v1.PointsMessage message : batch.getMessagesList()) {
        if (message.hasPulled()) {
          pulled(message).ifPresent(messages::add);
        } else {
          messages.add(single(message));
        }
      }
      return messages;
    }

    private Optional<PointsMessage> pulled(io.vectorcluster.wire.v1.PointsMessage message) {
      SlotRecords part = message.getPulled();
      if (part.getSlot() != slot) {
        records.clear();
        slot = part.getSlot();
      }
      part.getRecordsList().forEach(record -> records.add(PointsMessages.read(record)));
      if (part.getMore()) {
        return Optional.empty();
      }
      QuorumMessage whole =
          new QuorumMessage.Pulled(message.getEpoch(), slot, part.getLast(), List.copyOf(records));
      records.clear();
      slot = -1;
      return Optional.of(new PointsMessage.OfQuorum(whole));
    }

    private static PointsMessage single(io.vectorcluster.wire.v1.PointsMessage message) {
      long epoch = message.getEpoch();
      QuorumMessage.OperationId id =
          new QuorumMessage.OperationId(
              message.getOperation().getIncarnation(), message.getOperation().getNumber());
      return switch (message.getKindCase()) {
        case ASK -> quorum(new QuorumMessage.Ask(epoch, id, PointsMessages.read(message.getAsk())));
        case TOLD ->
            quorum(
                new QuorumMessage.Told(
                    epoch,
                    id,
                    message.getTold().hasNewest()
                        ? Optional.of(PointsMessages.read(message.getTold().getNewest()))
                        : Optional.empty()));
        case STORE ->
            quorum(new QuorumMessage.Store(epoch, id, PointsMessages.read(message.getStore())));
        case KEPT -> quorum(new QuorumMessage.Kept(epoch, id));
        case PULL -> quorum(new QuorumMessage.Pull(epoch, message.getPull().getSlot()));
        case SUMS ->
            catchup(
                new CatchupMessage.Sums(
                    message.getSums().getHolds(),
                    message.getSums().getLogged(),
                    message.getSums().getSumsList()));
        case VERSIONS_WANTED ->
            catchup(
                new CatchupMessage.VersionsWanted(
                    message.getQuestion(), message.getVersionsWanted().getSlot()));
        case VERSIONS -> catchup(versions(message.getQuestion(), message.getVersions()));
        case RECORDS_WANTED ->
            catchup(
                new CatchupMessage.RecordsWanted(
                    message.getQuestion(),
                    message.getRecordsWanted().getSlot(),
                    message.getRecordsWanted().getPointsList().stream()
                        .map(PointsMessages::read)
                        .toList()));
        case RECORDS ->
            catchup(
                new CatchupMessage.Records(
                    message.getQuestion(),
                    message.getRecords().getSlot(),
                    message.getRecords().getRecordsList().stream()
                        .map(PointsMessages::read)
                        .toList()));
        case SHIP, HAVE -> new PointsMessage.OfMultiPrimary(ShipMessages.read(message));
        case PULLED, KIND_NOT_SET ->
            throw new IllegalArgumentException("a message of a kind this release does not know");
      };
    }

    private static CatchupMessage versions(long question, SlotVersions message) {
      Map<PointKey, Version> versions = new HashMap<>();
      message
          .getVersionsList()
          .forEach(
              each ->
                  versions.put(
                      PointsMessages.read(each.getPoint()), LogMessages.read(each.getVersion())));
      return new CatchupMessage.Versions(question, message.getSlot(), versions);
    }

    private static PointsMessage quorum(QuorumMessage message) {
      return new PointsMessage.OfQuorum(message);
    }

    private static PointsMessage catchup(CatchupMessage message) {
      return new PointsMessage.OfCatchup(message);
    }
  }
}
