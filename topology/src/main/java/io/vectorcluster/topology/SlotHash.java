package io.vectorcluster.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The slot of a point: the one function that may never change, as it says where data lies.
 *
 * <p>XXH3-64 with seed 0 over nine or seventeen bytes: {@code 0x00} and the number as eight bytes,
 * little-endian, or {@code 0x01} and the UUID's sixteen bytes in network order. The slot is that
 * hash, unsigned, modulo the number of slots. A client in any language with an XXH3 finds the same.
 */
public final class SlotHash {

  private static final byte NUMERIC = 0;
  private static final byte UUID = 1;

  private SlotHash() {}

  /** The slot of a point, from 0 to {@code slots}, exclusive. */
  public static int slot(PointId id, SlotCount slots) {
    return (int) Long.remainderUnsigned(hash(id), slots.count());
  }

  /** The hash itself: 64 bits, unsigned. */
  public static long hash(PointId id) {
    return Xxh3.hash(
        switch (id) {
          case PointId.Numeric(long value) ->
              ByteBuffer.allocate(1 + Long.BYTES)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .put(NUMERIC)
                  .putLong(value)
                  .array();
          case PointId.Uuid(java.util.UUID value) ->
              ByteBuffer.allocate(1 + 2 * Long.BYTES)
                  .order(ByteOrder.BIG_ENDIAN)
                  .put(UUID)
                  .putLong(value.getMostSignificantBits())
                  .putLong(value.getLeastSignificantBits())
                  .array();
        });
  }
}
