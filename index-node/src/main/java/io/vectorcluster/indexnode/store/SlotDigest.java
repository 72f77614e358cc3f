package io.vectorcluster.indexnode.store;

import com.dynatrace.hash4j.hashing.Hashing;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.topology.PointId;
import java.nio.ByteBuffer;

/**
 * What a slot holds, in a form that two replicas compare without reading it (protocol R2): sums,
 * modulo 2^64, of one hash per record, kept with every write.
 *
 * <p>Tombstones are summed apart, because digests leave out those below the floor (V5). The sum
 * without versions is the one that survives a restore (B3).
 *
 * @param liveSum sum of XXH3-64(id, version, content hash) of live points
 * @param tombstoneSum the same of tombstones, whose content hash is zero
 * @param contentSum sum of XXH3-64(id, content hash) of live points
 * @param points how many are live
 * @param tombstones how many are deleted
 * @param contentBytes encoded size of the live points' content
 */
public record SlotDigest(
    long liveSum,
    long tombstoneSum,
    long contentSum,
    long points,
    long tombstones,
    long contentBytes) {
  public static final SlotDigest EMPTY = new SlotDigest(0, 0, 0, 0, 0, 0);

  private static final ContentHash NO_CONTENT = new ContentHash(0, 0);

  /** Of everything, tombstones included: what replicas compare. */
  public long sum() {
    return liveSum + tombstoneSum;
  }

  public SlotDigest plus(SlotDigest other) {
    return new SlotDigest(
        liveSum + other.liveSum,
        tombstoneSum + other.tombstoneSum,
        contentSum + other.contentSum,
        points + other.points,
        tombstones + other.tombstones,
        contentBytes + other.contentBytes);
  }

  public SlotDigest minus(SlotDigest other) {
    return new SlotDigest(
        liveSum - other.liveSum,
        tombstoneSum - other.tombstoneSum,
        contentSum - other.contentSum,
        points - other.points,
        tombstones - other.tombstones,
        contentBytes - other.contentBytes);
  }

  /** The digest of a slot that holds this record only. */
  public static SlotDigest of(PointId id, Head head) {
    return switch (head) {
      case Head.Live live ->
          new SlotDigest(
              hash(id, live.version(), live.hash()),
              0,
              hash(id, live.hash()),
              1,
              0,
              live.contentBytes());
      case Head.Tombstone tombstone ->
          new SlotDigest(0, hash(id, tombstone.version(), NO_CONTENT), 0, 0, 1, 0);
    };
  }

  private static long hash(PointId id, Version version, ContentHash content) {
    byte[] name = Keys.id(id);
    ByteBuffer in = ByteBuffer.allocate(name.length + 5 * Long.BYTES).put(name);
    in.putLong(version.term()).putLong(version.clock()).putLong(version.node());
    in.putLong(content.high()).putLong(content.low());
    return Hashing.xxh3_64().hashBytesToLong(in.array());
  }

  private static long hash(PointId id, ContentHash content) {
    byte[] name = Keys.id(id);
    ByteBuffer in = ByteBuffer.allocate(name.length + 2 * Long.BYTES).put(name);
    in.putLong(content.high()).putLong(content.low());
    return Hashing.xxh3_64().hashBytesToLong(in.array());
  }
}
