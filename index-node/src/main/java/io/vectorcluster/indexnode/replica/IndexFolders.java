package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where checkpoints of indexes lie: {@code <root>/c<collection number>/v<ordinal>}. Names that
 * callers chose are no part of a path.
 */
record IndexFolders(Path root) {
  private static final Pattern OF_COLLECTION = Pattern.compile("c([0-9]{1,9})");

  Path of(Collection collection, String using) {
    int ordinal = collection.config().vectors().headMap(using).size();
    return of(collection.number()).resolve("v" + ordinal);
  }

  /** Marks that a collection may have points here, before the first is written. */
  void create(CollectionNumber number) {
    try {
      Files.createDirectories(of(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what belongs to a collection; nothing happens if there is none. */
  void remove(CollectionNumber number) throws IOException {
    Path folder = of(number);
    if (Files.exists(folder)) {
      removeTree(folder);
    }
  }

  /** Takes the checkpoints of all collections back; when it returns, that is on the disk. */
  void revoke() throws IOException {
    for (CollectionNumber number : present()) {
      try (Stream<Path> folders = Files.list(of(number))) {
        for (Path folder : folders.toList()) {
          new CheckpointFolder(folder).revoke();
        }
      }
    }
  }

  /** The collections that have a folder. */
  List<CollectionNumber> present() throws IOException {
    List<CollectionNumber> numbers = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> folders = Files.list(root)) {
        folders.forEach(
            folder -> {
              Matcher matcher = OF_COLLECTION.matcher(String.valueOf(folder.getFileName()));
              if (matcher.matches()) {
                numbers.add(new CollectionNumber(Integer.parseInt(matcher.group(1))));
              }
            });
      }
    }
    return numbers;
  }

  private Path of(CollectionNumber number) {
    return root.resolve("c" + number.value());
  }

  private static void removeTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
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
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
