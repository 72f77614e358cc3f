package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.PointId;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A record that belongs to a shard and to no collection: it lies where no point can, in one slot
 * above the last, and goes the way of all writes: numbered, replicated, compared. The catalog is
 * the own record of shard 0 (protocol R3).
 */
final class OwnRecord {
  /** No collection gets the highest number there is. */
  static final CollectionNumber COLLECTION = new CollectionNumber(Integer.MAX_VALUE);

  private static final PointId ID = new PointId.Numeric(0);
  private static final String BEFORE = "{\"record\":\"";
  private static final String AFTER = "\"}";

  private OwnRecord() {}

  static PointKey key(int slots) {
    return new PointKey(COLLECTION, slots, ID);
  }

  static LoggedWrite.Change change(byte[] record) {
    String json = BEFORE + Base64.getEncoder().encodeToString(record) + AFTER;
    return new LoggedWrite.Change.Upsert(
        PointContent.of(new Point(ID, Map.of(), new Payload(json))));
  }

  /** Empty if none was ever written. */
  static Optional<byte[]> read(ShardStore store, int slots) {
    return store
        .point(key(slots), Selection.ALL)
        .map(stored -> stored.point().payload().json())
        .map(json -> json.substring(BEFORE.length(), json.length() - AFTER.length()))
        .map(Base64.getDecoder()::decode);
  }
}
