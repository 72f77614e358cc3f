package io.vectorcluster.indexnode.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The folder of one index's checkpoints; one thread at a time writes it. */
public final class CheckpointFolder {
  static final String MANIFEST = "manifest";
  private static final String NEW_MANIFEST = "manifest.new";
  private static final Pattern NAME = Pattern.compile("[a-z]+-(\\d{1,18})-\\d+\\.[a-z]+");
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path directory;

  public CheckpointFolder(Path directory) {
    this.directory = directory;
  }

  public Path path(CheckpointFile file) {
    return directory.resolve(file.name());
  }

  /**
   * Where the {@code number}-th file of a checkpoint goes: a name that no checkpoint used before.
   */
  public Path newPath(CheckpointFile.Role role, long generation, int number) {
    String name =
        switch (role) {
          case GRAPH -> "graph-%d-%d.usearch";
          case ROWS -> "rows-%d-%d.bin";
          case POINTS -> "points-%d-%d.bin";
        };
    return directory.resolve(name.formatted(generation, number));
  }

  /** Makes the folder if needed and numbers a new checkpoint above every file that is there. */
  public long begin() throws IOException {
    Files.createDirectories(directory);
    long highest = 0;
    for (Path file : list()) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        highest = Math.max(highest, Long.parseLong(name.group(1)));
      }
    }
    return highest + 1;
  }

  /** Syncs a file that was just written and takes its checksum. */
  public CheckpointFile seal(CheckpointFile.Role role, Path file, long count) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.force(true);
      int checksum = checksum(channel);
      String name = file.getFileName().toString();
      return new CheckpointFile(role, name, channel.size(), checksum, count);
    }
  }

  /** Makes this manifest the folder's, and removes what it does not name. */
  public void commit(Manifest manifest) throws IOException {
    syncDirectory();
    Path fresh = directory.resolve(NEW_MANIFEST);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(manifest.encode());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        fresh,
        directory.resolve(MANIFEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    syncDirectory();
    removeAllBut(manifest);
  }

  /** From now on there is no checkpoint here, whatever happens; its files go with the next one. */
  public void revoke() throws IOException {
    if (Files.deleteIfExists(directory.resolve(MANIFEST))) {
      syncDirectory();
    }
  }

  /**
   * The manifest, after every file it names passed its checksum; empty if there never was one.
   *
   * @throws DamagedException if a file is missing or not what was written
   */
  public Optional<Manifest> read(String settings) throws IOException {
    Path file = directory.resolve(MANIFEST);
    Manifest manifest;
    try {
      if (Files.size(file) > Manifest.MAX_BYTES) {
        throw new DamagedException("manifest: too large");
      }
      manifest = Manifest.decode(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!manifest.settings().equals(settings)) {
      throw new DamagedException(
          "manifest: made for '%s', wanted '%s'".formatted(manifest.settings(), settings));
    }
    for (CheckpointFile entry : manifest.files()) {
      verify(entry);
    }
    return Optional.of(manifest);
  }

  private void verify(CheckpointFile entry) throws IOException {
    try (FileChannel channel = FileChannel.open(path(entry), StandardOpenOption.READ)) {
      if (channel.size() != entry.length()) {
        throw new DamagedException(
            "%s: %d bytes, %d were written"
                .formatted(entry.name(), channel.size(), entry.length()));
      }
      if (checksum(channel) != entry.checksum()) {
        throw new DamagedException(entry.name() + ": wrong checksum");
      }
    } catch (NoSuchFileException e) {
      throw new DamagedException(entry.name() + ": missing");
    }
  }

  private static int checksum(FileChannel channel) throws IOException {
    var crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    channel.position(0);
    while (channel.read(buffer) >= 0) {
      crc.update(buffer.flip());
      buffer.clear();
    }
    return (int) crc.getValue();
  }

  /** Without this a rename or a new name may be gone after a power cut. */
  private void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void removeAllBut(Manifest manifest) throws IOException {
    Set<String> named = new HashSet<>(Set.of(MANIFEST));
    manifest.files().forEach(file -> named.add(file.name()));
    for (Path file : list()) {
      String name = file.getFileName().toString();
      if (!named.contains(name) && (NAME.matcher(name).matches() || name.equals(NEW_MANIFEST))) {
        Files.delete(file);
      }
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.toList());
    }
  }
}
