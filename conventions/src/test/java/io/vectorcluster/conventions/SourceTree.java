package io.vectorcluster.conventions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this repository, without what builds make. */
final class SourceTree {
  private static final Set<String> MADE =
      Set.of(".git", "target", "node_modules", ".venv", "__pycache__", ".pytest_cache", ".idea");

  private final Path root;

  SourceTree() {
    this.root = Path.of("..").toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  List<Path> mainJavaFiles() {
    return javaFiles().stream()
        .filter(file -> file.toString().contains("/src/main/java/"))
        .toList();
  }

  List<Path> testJavaFiles() {
    return javaFiles().stream()
        .filter(file -> file.toString().contains("/src/test/java/"))
        .toList();
  }

  String name(Path file) {
    return root.relativize(file).toString();
  }

  List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              Path name = dir.getFileName();
              return name != null && MADE.contains(name.toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
