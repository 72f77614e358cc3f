package io.vectorcluster.indexnode.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.topology.PointId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A point's vectors and payload in their canonical bytes, which are both what is stored and what
 * the content hash is taken of: checking stored content needs nothing but its bytes.
 *
 * <p>Layout, little-endian: u16 number of vectors; each, ascending by the UTF-8 bytes of its name,
 * u16 length and name, u8 kind (1: dense, 32-bit floats), u32 dimensions, the elements; then u32
 * length and the payload's UTF-8 text. Backups and other stores compare these hashes: the layout
 * outlives the store's format number.
 */
public final class PointContent {
  /** Larger contents are refused; a request body is smaller. */
  public static final int MAX_BYTES = 64 << 20;

  private static final byte DENSE_FLOAT32 = 1;

  private final byte[] bytes;
  private final ContentHash hash;

  private PointContent(byte[] bytes) {
    this.bytes = bytes;
    this.hash = hashOf(bytes);
  }

  /** Encodes and hashes; pure work, to be done outside the thread that commits. */
  public static PointContent of(Point point) {
    TreeMap<byte[], DenseVector> ordered = new TreeMap<>(Arrays::compareUnsigned);
    point.vectors().forEach((name, vector) -> ordered.put(name.getBytes(UTF_8), vector));
    byte[] payload = point.payload().json().getBytes(UTF_8);
    long size = Short.BYTES + Integer.BYTES + (long) payload.length;
    for (Map.Entry<byte[], DenseVector> entry : ordered.entrySet()) {
      size += Short.BYTES + entry.getKey().length + Byte.BYTES + Integer.BYTES;
      size += (long) Float.BYTES * entry.getValue().size();
    }
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "point %s: vectors and payload take %d bytes, use %d at most"
              .formatted(point.id(), size, MAX_BYTES));
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort(unsignedShort(ordered.size()));
    ordered.forEach(
        (name, vector) -> {
          out.putShort(unsignedShort(name.length)).put(name).put(DENSE_FLOAT32);
          out.putInt(vector.size());
          for (float element : vector.values()) {
            out.putInt(Float.floatToRawIntBits(element));
          }
        });
    out.putInt(payload.length).put(payload);
    return new PointContent(out.array());
  }

  public ContentHash hash() {
    return hash;
  }

  public int sizeBytes() {
    return bytes.length;
  }

  /** Of bytes that were made by {@link #of}: read back, or received. */
  public static PointContent ofBytes(byte[] bytes) {
    return new PointContent(bytes);
  }

  /** The canonical bytes themselves, not a copy: to be read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** The vectors of a point's content. */
  public Map<String, DenseVector> vectors(PointId id) {
    return decode(id, bytes, new Selection(false, Optional.empty())).vectors();
  }

  /** The selected parts of a point's content. */
  public Point point(PointId id, Selection selection) {
    return decode(id, bytes, selection);
  }

  static ContentHash hashOf(byte[] bytes) {
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(bytes);
    return new ContentHash(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  /**
   * Reads the selected parts back.
   *
   * @throws IllegalArgumentException if the bytes are not of this layout
   */
  static Point decode(PointId id, byte[] bytes, Selection selection) {
    try {
      return decode(id, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), selection);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("content of point " + id + ": ends too early", e);
    }
  }

  private static Point decode(PointId id, ByteBuffer in, Selection selection) {
    int count = Short.toUnsignedInt(in.getShort());
    Map<String, DenseVector> vectors = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = text(in, Short.toUnsignedInt(in.getShort()));
      byte kind = in.get();
      if (kind != DENSE_FLOAT32) {
        throw new IllegalArgumentException(
            "content of point %s: vector `%s` has unknown kind %d".formatted(id, name, kind));
      }
      int size = bounded(in.getInt(), in.remaining() / Float.BYTES);
      if (selection.wantsVector(name)) {
        vectors.put(name, DenseVector.of(floats(in, size)));
      } else {
        in.position(in.position() + size * Float.BYTES);
      }
    }
    int length = bounded(in.getInt(), in.remaining());
    Payload payload = selection.payload() ? new Payload(text(in, length)) : Payload.EMPTY;
    return new Point(id, vectors, payload);
  }

  private static float[] floats(ByteBuffer in, int size) {
    float[] values = new float[size];
    in.asFloatBuffer().get(values);
    in.position(in.position() + size * Float.BYTES);
    return values;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] text = new byte[bounded(length, in.remaining())];
    in.get(text);
    return new String(text, UTF_8);
  }

  private static int bounded(int length, int most) {
    if (length < 0 || length > most) {
      throw new BufferUnderflowException();
    }
    return length;
  }

  private static short unsignedShort(int value) {
    if (value > 0xFFFF) {
      throw new IllegalArgumentException(
          "vectors: a name or the number of vectors is %d, use 65535 at most".formatted(value));
    }
    return (short) value;
  }
}
