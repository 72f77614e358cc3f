package io.vectorcluster.indexnode.engine.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a checkpoint consists of.
 *
 * @param settings all that must be equal for the files to mean the same
 * @param coveredSequence every operation up to this one is in the files
 */
public record Manifest(String settings, long coveredSequence, List<CheckpointFile> files) {
  private static final int MAGIC = 0x56434958; // VCIX
  private static final int FORMAT = 1;
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  /** A manifest above this is not ours: it names a few files a segment. */
  static final int MAX_BYTES = 16 << 20;

  public Manifest {
    files = List.copyOf(files);
  }

  /** Magic, format, settings, sequence, files, and the CRC32C of all that; integers big-endian. */
  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      out.writeUTF(settings);
      out.writeLong(coveredSequence);
      out.writeInt(files.size());
      for (CheckpointFile file : files) {
        out.writeChar(file.role().code());
        out.writeUTF(file.name());
        out.writeLong(file.length());
        out.writeInt(file.checksum());
        out.writeLong(file.count());
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws DamagedException if a bit of it changed, or another release wrote it
   */
  static Manifest decode(byte[] bytes) throws DamagedException {
    int body = bytes.length - CHECKSUM_BYTES;
    if (body < 0) {
      throw new DamagedException("manifest: %d bytes are too few".formatted(bytes.length));
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var stored =
          new DataInputStream(
              new ByteArrayInputStream(Arrays.copyOfRange(bytes, body, bytes.length)));
      if (stored.readInt() != checksum(bytes, body)) {
        throw new DamagedException("manifest: wrong checksum");
      }
      if (in.readInt() != MAGIC) {
        throw new DamagedException("manifest: not one of an index");
      }
      int format = in.readInt();
      if (format != FORMAT) {
        throw new DamagedException(
            "manifest: format %d, this release reads format %d".formatted(format, FORMAT));
      }
      String settings = in.readUTF();
      long coveredSequence = in.readLong();
      int count = in.readInt();
      List<CheckpointFile> files = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        files.add(
            new CheckpointFile(
                CheckpointFile.Role.ofCode(in.readChar()),
                in.readUTF(),
                in.readLong(),
                in.readInt(),
                in.readLong()));
      }
      return new Manifest(settings, coveredSequence, files);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new DamagedException("manifest: " + e);
    }
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
