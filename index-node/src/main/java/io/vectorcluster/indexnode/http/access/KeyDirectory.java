package io.vectorcluster.indexnode.http.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of key files, as Kubernetes mounts a Secret: each file {@code <name>.<role>} holds one
 * key, role being read, write or admin. Files whose name begins with a dot are the mount's own.
 */
public final class KeyDirectory {
  /** A key is at least this long: half of the 256 random bits of a generated one, as hex. */
  public static final int MIN_KEY_LENGTH = 16;

  private static final int MAX_FILE_BYTES = 4_096;
  private static final int MAX_KEYS = 256;

  private final Path directory;

  public KeyDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads all keys. They are few and small, so nothing is remembered between two reads.
   *
   * @throws IOException if the folder or a file cannot be read, or is no key; the message names it
   */
  public AccessRules.Keys read() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files =
          entries
              .filter(file -> !name(file).startsWith("."))
              .filter(Files::isRegularFile)
              .sorted()
              .limit(MAX_KEYS + 1L)
              .toList();
    }
    if (files.size() > MAX_KEYS) {
      throw new IOException(directory + ": holds more than " + MAX_KEYS + " keys");
    }
    List<ApiKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(read(file));
    }
    return new AccessRules.Keys(keys);
  }

  private static ApiKey read(Path file) throws IOException {
    String fileName = name(file);
    int dot = fileName.lastIndexOf('.');
    Optional<Role> role = dot < 0 ? Optional.empty() : role(fileName.substring(dot + 1));
    if (role.isEmpty() || dot == 0) {
      throw new IOException(file + ": name it <name>.read, <name>.write or <name>.admin");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    }
    String key = new String(bytes, StandardCharsets.UTF_8).strip();
    if (bytes.length > MAX_FILE_BYTES || key.length() < MIN_KEY_LENGTH) {
      throw new IOException(
          "%s: a key has %d to %d characters".formatted(file, MIN_KEY_LENGTH, MAX_FILE_BYTES));
    }
    return ApiKey.of(fileName.substring(0, dot), role.get(), key);
  }

  private static Optional<Role> role(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "read" -> Optional.of(Role.READ);
      case "write" -> Optional.of(Role.WRITE);
      case "admin" -> Optional.of(Role.ADMIN);
      default -> Optional.empty();
    };
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
