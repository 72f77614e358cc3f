package io.vectorcluster.operator.indexnode;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids as they travel: 16 bytes in network order. */
final class Ids {
  private Ids() {}

  static UUID uuid(ByteString bytes) {
    if (bytes.size() != 2 * Long.BYTES) {
      throw new IllegalArgumentException("the node gave an id of " + bytes.size() + " bytes");
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
