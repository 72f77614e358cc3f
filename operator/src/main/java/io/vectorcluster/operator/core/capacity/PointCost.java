package io.vectorcluster.operator.core.capacity;

import io.vectorcluster.operator.intent.Precision;

/**
 * What points cost a node: the guides' formula for memory, and what the engine and the store were
 * measured to take. Links are those of {@code hnsw.m} 16.
 *
 * @param dimensions of the vector
 * @param precision of the graph's scalars; the store keeps 32-bit floats
 * @param payloadBytes of a point, on disk only
 */
public record PointCost(int dimensions, Precision precision, int payloadBytes) {
  public static final int MOST_DIMENSIONS = 65_536;
  public static final int MOST_PAYLOAD_BYTES = 1 << 20;

  /** Nodes of a segment, for which places are reserved at once. */
  private static final long SEGMENT = 1 << 17;

  private static final long RESERVED_BYTES_OF_NODE = 40;

  /** Key, level and links; those above the ground level are few. */
  private static final long LINK_BYTES = 200;

  /** The engine's first arena; each further one is twice the one before. */
  private static final long FIRST_ARENA = 8L << 20;

  /** Keys, versions, hashes, digests and log of a record: measured 157 in tables, 45 in blobs. */
  private static final long RECORD_BYTES = 200;

  /** In the files of an index, beside the scalars: measured 148 of links and 21 of a row. */
  private static final long INDEX_FILE_BYTES = 170;

  public PointCost {
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "%d dimensions, use 1 to %d".formatted(dimensions, MOST_DIMENSIONS));
    }
    if (payloadBytes < 0 || payloadBytes > MOST_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "payload of %d bytes, use 0 to %d".formatted(payloadBytes, MOST_PAYLOAD_BYTES));
    }
  }

  /** The guides' formula: points x dimensions x bytes x 1.5. */
  public long guideBytes(long points) {
    return Math.ceilDiv(Math.multiplyExact(points, 3 * vectorBits()), 2L * Byte.SIZE);
  }

  /**
   * Memory of the graphs of so many points in one shard, as its node reports it: what the engine
   * has reserved, or the guides' formula if that is more.
   */
  public long graphBytes(long points) {
    long full = points / SEGMENT;
    long rest = points % SEGMENT;
    long reserved = full * segmentBytes(SEGMENT) + (rest == 0 ? 0 : segmentBytes(rest));
    return Math.max(reserved, guideBytes(points));
  }

  private long segmentBytes(long points) {
    return arenas(points * vectorBytes())
        + arenas(points * LINK_BYTES)
        + SEGMENT * RESERVED_BYTES_OF_NODE;
  }

  /** Memory is taken in arenas, each twice as large as the one before. */
  private static long arenas(long bytes) {
    long sum = 0;
    for (long next = FIRST_ARENA; sum < bytes; next *= 2) {
      sum += next;
    }
    return sum;
  }

  /**
   * Disk of so many points in one shard: their records, the files of the index, and a segment of it
   * that is written beside the one it replaces.
   */
  public long diskBytes(long points) {
    long indexed = vectorBytes() + INDEX_FILE_BYTES;
    long stored = (long) dimensions * Float.BYTES + RECORD_BYTES + payloadBytes;
    return Math.multiplyExact(points, stored + indexed) + Math.min(points, SEGMENT) * indexed;
  }

  private long vectorBytes() {
    return Math.ceilDiv(vectorBits(), Byte.SIZE);
  }

  private long vectorBits() {
    int bits =
        switch (precision) {
          case FLOAT32 -> Float.SIZE;
          case FLOAT16, BFLOAT16 -> Short.SIZE;
          case INT8 -> Byte.SIZE;
          case BINARY -> 1;
        };
    return (long) dimensions * bits;
  }
}
