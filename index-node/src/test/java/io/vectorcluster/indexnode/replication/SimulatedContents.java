package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.topology.PointId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Contents that name the write they come from. What is read follows from the content alone: a
 * record's position and request may be those of an earlier entry.
 */
final class SimulatedContents {
  private static final PointId ANY = new PointId.Numeric(0);

  private final Map<ContentHash, Long> values = new HashMap<>();

  PointContent of(long value) {
    PointContent content =
        PointContent.of(
            new Point(
                ANY, Map.of("", DenseVector.of(0f)), new Payload("{\"value\":" + value + "}")));
    values.put(content.hash(), value);
    return content;
  }

  /** A write under the same name that does something else. */
  static LoggedWrite with(LoggedWrite write, LoggedWrite.Change change) {
    return new LoggedWrite(
        write.position(),
        write.loggedAtMs(),
        write.request(),
        write.key(),
        write.version(),
        change);
  }

  long value(LoggedWrite record) {
    return hash(record)
        .map(hash -> Optional.ofNullable(values.get(hash)).orElseThrow())
        .orElse(RegisterHistory.ABSENT);
  }

  /** Empty for a tombstone. */
  static Optional<ContentHash> hash(LoggedWrite record) {
    return switch (record.change()) {
      case LoggedWrite.Change.Upsert(PointContent content) -> Optional.of(content.hash());
      case LoggedWrite.Change.Delete _ -> Optional.empty();
      case LoggedWrite.Change.Purge _,
          LoggedWrite.Change.Forget _,
          LoggedWrite.Change.Known _,
          LoggedWrite.Change.Overtaken _ ->
          throw new AssertionError("this is no record: " + record);
    };
  }
}
