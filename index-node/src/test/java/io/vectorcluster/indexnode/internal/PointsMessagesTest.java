package io.vectorcluster.indexnode.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupMessage;
import io.vectorcluster.indexnode.replication.multiprimary.MultiMessage;
import io.vectorcluster.indexnode.replication.multiprimary.Shipment;
import io.vectorcluster.indexnode.replication.quorum.QuorumMessage;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.wire.v1.PointsBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What replicas say about points comes back as it was said. */
final class PointsMessagesTest {
  private static final int PART_BYTES = 2_000;
  private static final PointKey KEY = key(7);
  private static final Version VERSION = new Version(3, 4 << 20, -5);
  private static final QuorumMessage.OperationId ID = new QuorumMessage.OperationId(-9, 12);

  @Test
  void everyKindComesBack() {
    PointKey other = new PointKey(new CollectionNumber(2), 5, new PointId.Uuid(new UUID(-1, 4)));
    Stored deleted =
        new Stored(other, VERSION, new RequestId(1, 2), new LoggedWrite.Change.Delete());
    List<PointsMessage> all =
        List.of(
            quorum(new QuorumMessage.Ask(4, ID, other)),
            quorum(new QuorumMessage.Told(4, ID, Optional.empty())),
            quorum(new QuorumMessage.Told(4, ID, Optional.of(deleted))),
            quorum(new QuorumMessage.Store(4, ID, deleted)),
            quorum(new QuorumMessage.Kept(4, ID)),
            quorum(new QuorumMessage.Pull(4, 0)),
            quorum(new QuorumMessage.Pulled(4, 0, false, List.of())),
            catchup(new CatchupMessage.Sums(1, 2, List.of(-3L, 0L))),
            catchup(new CatchupMessage.VersionsWanted(-4, 0)),
            catchup(new CatchupMessage.Versions(-5, 9, Map.of(KEY, VERSION))),
            catchup(new CatchupMessage.RecordsWanted(6, 9, List.of(KEY, other))),
            catchup(new CatchupMessage.Records(7, 9, List.of(deleted))),
            new PointsMessage.OfMultiPrimary(new MultiMessage.Have(8)),
            new PointsMessage.OfMultiPrimary(
                new MultiMessage.Ship(
                    3,
                    9,
                    List.of(
                        new Shipment(4, deleted, Optional.empty()),
                        new Shipment(8, deleted, Optional.of(VERSION))),
                    0)));

    assertThat(new PointsMessages.Reader().read(batch(all))).isEqualTo(all);
  }

  @Test
  void aSlotOfManyRecordsIsPutTogetherAgain() {
    List<Stored> records = new ArrayList<>();
    for (int id = 0; id < 300; id++) {
      PointContent content =
          PointContent.of(
              new Point(
                  new PointId.Numeric(id),
                  Map.of("", DenseVector.of(1, 2, 3)),
                  new Payload("{\"n\":" + id + "}")));
      records.add(
          new Stored(
              key(id), VERSION, new RequestId(0, id), new LoggedWrite.Change.Upsert(content)));
    }
    PointsMessage whole = quorum(new QuorumMessage.Pulled(4, 6, true, records));
    PointsBatch parts = batch(List.of(whole));
    assertThat(parts.getMessagesCount()).isGreaterThan(10);

    // Given a slot of which the rest was lost
    PointsMessages.Reader reader = new PointsMessages.Reader();
    PointsBatch lost = batch(List.of(quorum(new QuorumMessage.Pulled(4, 5, false, records))));
    assertThat(reader.read(lost.toBuilder().removeMessages(lost.getMessagesCount() - 1).build()))
        .isEmpty();

    List<PointsMessage> read = reader.read(parts);

    assertThat(read).hasSize(1);
    QuorumMessage.Pulled pulled =
        (QuorumMessage.Pulled) ((PointsMessage.OfQuorum) read.getFirst()).message();
    assertThat(pulled.slot()).isEqualTo(6);
    assertThat(pulled.last()).isTrue();
    assertThat(pulled.records().stream().map(PointsMessages::of).toList())
        .isEqualTo(records.stream().map(PointsMessages::of).toList());
  }

  private static PointsBatch batch(List<PointsMessage> messages) {
    PointsBatch.Builder batch = PointsBatch.newBuilder();
    messages.forEach(message -> batch.addAllMessages(PointsMessages.of(message, PART_BYTES)));
    return batch.build();
  }

  private static PointKey key(int id) {
    return new PointKey(new CollectionNumber(1), 9, new PointId.Numeric(id));
  }

  private static PointsMessage quorum(QuorumMessage message) {
    return new PointsMessage.OfQuorum(message);
  }

  private static PointsMessage catchup(CatchupMessage message) {
    return new PointsMessage.OfCatchup(message);
  }
}
