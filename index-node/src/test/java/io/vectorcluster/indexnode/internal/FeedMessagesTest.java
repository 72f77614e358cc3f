package io.vectorcluster.indexnode.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.FeedId;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.Message.Content;
import io.vectorcluster.indexnode.replication.Session;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.v1.ReplicaMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What primaries say about slots that move comes back as it was said, to the receiver's shard. */
final class FeedMessagesTest {
  private static final ShardId RECEIVER = new ShardId(3);
  private static final PointKey KEY =
      new PointKey(new CollectionNumber(2), 7, new PointId.Numeric(5));
  private static final Version VERSION = new Version(3, 4 << 20, -5);
  private static final Session SESSION = new Session(9, -4);
  private static final FeedId ID = new FeedId(new Session(8, -3), 12);

  @Test
  void everyKindComesBack() {
    Point point =
        new Point(KEY.id(), Map.of("", DenseVector.of(1, 2)), new Payload("{\"a\":\"b\"}"));
    LoggedWrite upsert = write(1, new LoggedWrite.Change.Upsert(PointContent.of(point)));
    LoggedWrite delete = write(2, new LoggedWrite.Change.Delete());
    LoggedWrite forget = write(3, new LoggedWrite.Change.Forget());
    List<LogEntry> retries = List.of(LogEntry.of(upsert), LogEntry.of(forget));

    for (Message message :
        List.<Message>of(
            new Message.FeedWanted(41, 7, 40, 0, ID, 0, -6),
            new Message.FeedWanted(43, 7, 40, 42, ID, 3, 0),
            part(0, new Content.Same(), false, Optional.empty()),
            part(1, new Content.Records(List.of(upsert), true), false, Optional.empty()),
            part(0, new Content.Records(List.of(), false), false, Optional.empty()),
            part(2, new Content.Entries(List.of(delete, forget)), true, Optional.empty()),
            part(3, new Content.Known(retries), true, Optional.empty()),
            part(3, new Content.Known(List.of()), true, Optional.of(new Message.Seal(42, -1))),
            part(4, new Content.Lost(), false, Optional.empty()))) {
      List<ReplicaMessage> said =
          new ReplicaMessages(RECEIVER, new StoreId(new UUID(1, 2))).of(message);

      assertThat(said).hasSize(1);
      assertThat(said.getFirst().getShardId()).isEqualTo(RECEIVER.value());
      assertThat(ReplicaMessages.read(said.getFirst()))
          .usingRecursiveComparison()
          .isEqualTo(message);
    }
  }

  private static Message.FeedPart part(
      long number, Content content, boolean last, Optional<Message.Seal> seal) {
    return new Message.FeedPart(44, 7, 40, ID, SESSION, 39, number, content, last, seal);
  }

  private static LoggedWrite write(long sequence, LoggedWrite.Change change) {
    return new LoggedWrite(
        new LogPosition(6, sequence), 1_000, new RequestId(5, 6), KEY, VERSION, change);
  }
}
