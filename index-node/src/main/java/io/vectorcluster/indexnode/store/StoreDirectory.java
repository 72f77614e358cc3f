package io.vectorcluster.indexnode.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a store, held by one process.
 *
 * <p>{@code lock} is locked while a process has it; {@code store} holds {@code FORMAT} (text) and
 * {@code rocksdb}. A store is made whole as {@code store.new} and then renamed: {@code store} is
 * never half made, and an unfinished {@code store.new} holds nothing and is made again. So a {@code
 * store} that lacks a part is damaged, not new.
 */
final class StoreDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private StoreDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /** Takes the directory, making it if it is not there; empty if another holds it. */
  static Optional<StoreDirectory> take(Path root) throws IOException {
    makeDurably(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // this process has it already
    }
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new StoreDirectory(root, channel, lock));
  }

  boolean isFormatted() {
    return Files.exists(whole());
  }

  Path whole() {
    return root.resolve("store");
  }

  private Path unfinished() {
    return root.resolve("store.new");
  }

  static Path formatFile(Path store) {
    return store.resolve("FORMAT");
  }

  static Path rocks(Path store) {
    return store.resolve("rocksdb");
  }

  /** An empty place to make the store in; what an interrupted attempt left is removed. */
  Path begin() throws IOException {
    deleteTree(unfinished());
    return Files.createDirectory(unfinished());
  }

  /** The store is whole in the place given by {@link #begin}: fsynced, renamed, fsynced. */
  void finish() throws IOException {
    syncTree(unfinished());
    Files.move(unfinished(), whole(), StandardCopyOption.ATOMIC_MOVE);
    sync(root);
  }

  private static void makeDurably(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      return;
    }
    Path parent = absolute.getParent();
    if (parent != null) {
      makeDurably(parent);
    }
    Files.createDirectory(absolute);
    if (parent != null) {
      sync(parent);
    }
  }

  private static void syncTree(Path tree) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.toList();
    }
    for (Path path : all) {
      sync(path);
    }
  }

  /** On Linux a directory is opened for reading to fsync it. */
  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new StoreException("store " + root + ": cannot release its lock", e);
    }
  }
}
