package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.topology.PointId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Keys on disk, big-endian, so that their byte order is the order of what they name.
 *
 * <p>A point: u32 collection, u16 slot, u8 kind of id (0 number, 1 UUID), the id's 8 or 16 bytes. A
 * slot is one range of keys and so is a collection; within a slot the order is that of the ids.
 */
final class Keys {
  static final int COLLECTION_BYTES = Integer.BYTES;
  static final int SLOT_BYTES = COLLECTION_BYTES + Short.BYTES;

  private static final byte NUMBER = 0;
  private static final byte UUID_KIND = 1;

  private Keys() {}

  static byte[] id(PointId id) {
    return switch (id) {
      case PointId.Numeric(long value) ->
          ByteBuffer.allocate(Byte.BYTES + Long.BYTES).put(NUMBER).putLong(value).array();
      case PointId.Uuid(UUID value) ->
          ByteBuffer.allocate(Byte.BYTES + 2 * Long.BYTES)
              .put(UUID_KIND)
              .putLong(value.getMostSignificantBits())
              .putLong(value.getLeastSignificantBits())
              .array();
    };
  }

  static PointId readId(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case NUMBER -> new PointId.Numeric(in.getLong());
      case UUID_KIND -> new PointId.Uuid(new UUID(in.getLong(), in.getLong()));
      default -> throw new IllegalArgumentException("key: unknown kind of id " + kind);
    };
  }

  static byte[] point(PointKey key) {
    byte[] id = id(key.id());
    return ByteBuffer.allocate(SLOT_BYTES + id.length)
        .putInt(key.collection().value())
        .putShort((short) key.slot())
        .put(id)
        .array();
  }

  static PointKey readPoint(ByteBuffer in) {
    CollectionNumber collection = new CollectionNumber(in.getInt());
    int slot = Short.toUnsignedInt(in.getShort());
    return new PointKey(collection, slot, readId(in));
  }

  static PointKey readPoint(byte[] key) {
    try {
      return readPoint(ByteBuffer.wrap(key));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new StoreDamagedException("a key is not of this format", e);
    }
  }

  static byte[] slot(CollectionNumber collection, int slot) {
    return ByteBuffer.allocate(SLOT_BYTES)
        .putInt(collection.value())
        .putShort((short) slot)
        .array();
  }

  /** The first key beyond a slot. */
  static byte[] afterSlot(CollectionNumber collection, int slot) {
    return slot == 0xFFFF ? afterCollection(collection) : slot(collection, slot + 1);
  }

  static int readSlot(byte[] key) {
    return Short.toUnsignedInt(ByteBuffer.wrap(key).getShort(COLLECTION_BYTES));
  }

  static byte[] collection(CollectionNumber collection) {
    return ByteBuffer.allocate(COLLECTION_BYTES).putInt(collection.value()).array();
  }

  /** The first key beyond a collection; as unsigned bytes it is above every number. */
  static byte[] afterCollection(CollectionNumber collection) {
    return ByteBuffer.allocate(COLLECTION_BYTES).putInt(collection.value() + 1).array();
  }

  /**
   * A tombstone's second entry, by age within its slot: those at or below a floor are the first
   * keys of each slot (protocol V5).
   */
  static byte[] tombstone(PointKey key, long clock) {
    byte[] id = id(key.id());
    return ByteBuffer.allocate(SLOT_BYTES + Long.BYTES + id.length)
        .putInt(key.collection().value())
        .putShort((short) key.slot())
        .putLong(clock)
        .put(id)
        .array();
  }

  static long tombstoneClock(byte[] key) {
    return ByteBuffer.wrap(key).getLong(SLOT_BYTES);
  }

  static PointKey readTombstone(byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(key);
    try {
      CollectionNumber collection = new CollectionNumber(in.getInt());
      int slot = Short.toUnsignedInt(in.getShort());
      in.getLong();
      return new PointKey(collection, slot, readId(in));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new StoreDamagedException("a tombstone's key is not of this format", e);
    }
  }

  /** A point's key, then the request's 16 bytes. */
  static byte[] request(PointKey key, RequestId request) {
    byte[] point = point(key);
    return ByteBuffer.allocate(point.length + 2 * Long.BYTES)
        .put(point)
        .putLong(request.high())
        .putLong(request.low())
        .array();
  }

  static CollectionNumber readCollection(byte[] key) {
    return new CollectionNumber(ByteBuffer.wrap(key).getInt());
  }

  static byte[] log(long sequence) {
    return ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
  }
}
