package io.vectorcluster.indexnode.replica;

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

/** The record of a shard that others may write; the catalog is that of shard 0 (protocol R3). */
final class OwnRecord {
  private static final long NUMBER = 0;
  private static final PointId ID = new PointId.Numeric(NUMBER);
  private static final String BEFORE = "{\"record\":\"";
  private static final String AFTER = "\"}";

  private OwnRecord() {}

  static PointKey key(int slots) {
    return PointKey.ofShard(slots, NUMBER);
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
