package io.vectorcluster.indexnode.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The seeds that are run before all others, from a file beside the tests. */
final class Seeds {
  record Remembered(Planted planted, long seed) {}

  private Seeds() {}

  static List<Remembered> remembered() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(Seeds.class.getResourceAsStream("/simulation/seeds.txt"))) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split("#", 2)[0].strip())
          .filter(line -> !line.isEmpty())
          .map(line -> line.split(" +"))
          .map(words -> new Remembered(Planted.named(words[0]), Long.parseLong(words[1])))
          .toList();
    }
  }
}
