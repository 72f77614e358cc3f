package io.vectorcluster.indexnode.engine.checkpoint;

import io.vectorcluster.topology.PointId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Files of records that begin with an id and a sequence: points with their vectors, or rows with
 * the number of their node. Integers and floats are big-endian; an id is a kind byte and 8 or 16
 * bytes.
 */
public final class PointFiles {
  private static final byte NUMERIC = 0;
  private static final byte UUID_BYTES = 1;
  private static final int BUFFER_BYTES = 1 << 16;

  private PointFiles() {}

  /** A point with its vector, which nobody changes. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record VectorRecord(PointId id, long sequence, float[] vector) {}

  /** A point and the node of a graph that has its vector. */
  public record RowRecord(PointId id, long sequence, int node) {}

  public static void writeVectors(Path file, Collection<VectorRecord> points) throws IOException {
    try (DataOutputStream out = output(file)) {
      for (VectorRecord point : points) {
        writeHead(out, point.id(), point.sequence());
        ByteBuffer bytes = ByteBuffer.allocate(point.vector().length * Float.BYTES);
        bytes.asFloatBuffer().put(point.vector());
        out.write(bytes.array());
      }
    }
  }

  /** Hands every point of a file to {@code reader}. */
  public static void readVectors(
      Path file, long count, int dimensions, Consumer<VectorRecord> reader) throws IOException {
    try (DataInputStream in = input(file)) {
      byte[] bytes = new byte[dimensions * Float.BYTES];
      for (long i = 0; i < count; i++) {
        PointId id = readId(in);
        long sequence = in.readLong();
        in.readFully(bytes);
        FloatBuffer floats = ByteBuffer.wrap(bytes).asFloatBuffer();
        float[] vector = new float[dimensions];
        floats.get(vector);
        reader.accept(new VectorRecord(id, sequence, vector));
      }
      requireEnd(file, in);
    }
  }

  public static void writeRows(Path file, Collection<RowRecord> rows) throws IOException {
    try (DataOutputStream out = output(file)) {
      for (RowRecord row : rows) {
        writeHead(out, row.id(), row.sequence());
        out.writeInt(row.node());
      }
    }
  }

  /** Hands every row of a file to {@code reader}, after checking that its node exists. */
  public static void readRows(Path file, long count, long nodes, Consumer<RowRecord> reader)
      throws IOException {
    try (DataInputStream in = input(file)) {
      for (long i = 0; i < count; i++) {
        PointId id = readId(in);
        long sequence = in.readLong();
        int node = in.readInt();
        if (node < 0 || node >= nodes) {
          throw new DamagedException("%s: row %d names node %d".formatted(file, i, node));
        }
        reader.accept(new RowRecord(id, sequence, node));
      }
      requireEnd(file, in);
    }
  }

  private static void writeHead(DataOutputStream out, PointId id, long sequence)
      throws IOException {
    switch (id) {
      case PointId.Numeric(long value) -> {
        out.writeByte(NUMERIC);
        out.writeLong(value);
      }
      case PointId.Uuid(UUID value) -> {
        out.writeByte(UUID_BYTES);
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
      }
    }
    out.writeLong(sequence);
  }

  private static PointId readId(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    if (kind == NUMERIC) {
      return new PointId.Numeric(in.readLong());
    }
    if (kind == UUID_BYTES) {
      return new PointId.Uuid(new UUID(in.readLong(), in.readLong()));
    }
    throw new DamagedException("id of kind " + kind);
  }

  private static void requireEnd(Path file, DataInputStream in) throws IOException {
    if (in.read() >= 0) {
      throw new DamagedException(file.getFileName() + ": more records than the manifest says");
    }
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  private static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
  }
}
