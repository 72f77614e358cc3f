package io.vectorcluster.indexnode.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A matrix from a NumPy file (format 1 to 3, little-endian, C order), kept in its own scalars:
 * 16-bit floats or 32-bit integers.
 */
public final class NpyArray {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr':\\s*'(<f2|<i4)'.*'fortran_order':\\s*False.*'shape':\\s*\\((\\d+),\\s*(\\d+)\\)");
  private static final int LONG_HEADER_FROM = 2;

  private final ByteBuffer values;
  private final String type;
  private final int rows;
  private final int columns;

  private NpyArray(ByteBuffer values, String type, int rows, int columns) {
    this.values = values;
    this.type = type;
    this.rows = rows;
    this.columns = columns;
  }

  public static NpyArray read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int version = bytes.get(6);
      int headerAt = version < LONG_HEADER_FROM ? 10 : 12;
      int length = version < LONG_HEADER_FROM ? bytes.getChar(8) : bytes.getInt(8);
      String text = new String(bytes.array(), headerAt, length, StandardCharsets.ISO_8859_1);
      Matcher header = HEADER.matcher(text);
      if (!header.find()) {
        throw new IllegalArgumentException(file + ": not an f2 or i4 matrix: " + text);
      }
      ByteBuffer values =
          bytes
              .slice(headerAt + length, bytes.capacity() - headerAt - length)
              .order(ByteOrder.LITTLE_ENDIAN);
      return new NpyArray(
          values,
          header.group(1),
          Integer.parseInt(header.group(2)),
          Integer.parseInt(header.group(3)));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** A row of 16-bit floats, widened. */
  public float[] floats(int row) {
    require("<f2");
    float[] result = new float[columns];
    for (int i = 0; i < columns; i++) {
      result[i] = Float.float16ToFloat(values.getShort((row * columns + i) * Short.BYTES));
    }
    return result;
  }

  /** A row of 32-bit integers. */
  public int[] ints(int row) {
    require("<i4");
    int[] result = new int[columns];
    for (int i = 0; i < columns; i++) {
      result[i] = values.getInt((row * columns + i) * Integer.BYTES);
    }
    return result;
  }

  private void require(String wanted) {
    if (!type.equals(wanted)) {
      throw new IllegalStateException("an array of " + type + ", not of " + wanted);
    }
  }
}
