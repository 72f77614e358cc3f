package io.vectorcluster.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.UUID;

/** A UUID as 16 bytes in network order. */
public final class UuidBytes {
  private static final int SIZE = 16;

  private UuidBytes() {}

  public static ByteString of(UUID uuid) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  /**
   * Reads the 16 bytes.
   *
   * @param field named in the message of the exception
   * @throws IllegalArgumentException if there are not 16
   */
  public static UUID read(String field, ByteString bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException(
          "%s: %d bytes, must be the 16 of a UUID in network order".formatted(field, bytes.size()));
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
