package io.vectorcluster.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tokens from a mounted file, one a line; a change of the file counts within a second.
 *
 * <p>A file that is missing, empty or wrong gives no token, so that every call is refused: an open
 * port would be worse than a closed one.
 */
public final class TokenFile implements Tokens {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int MAX_FILE_BYTES = 4096;

  private record Reading(Instant at, List<String> tokens, String problem) {}

  private final Path file;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Reading last;

  public TokenFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.last = read(clock.instant());
  }

  @Override
  public List<String> valid() {
    return current().tokens();
  }

  /** Why there is no token, with the remedy; empty text if there is one. Never holds a token. */
  public String problem() {
    return current().problem();
  }

  private Reading current() {
    Instant now = clock.instant();
    Reading reading = last;
    if (fresh(reading, now) || !lock.tryLock()) {
      return reading;
    }
    try {
      // A moved clock must not freeze the tokens: any distance beyond a second reads again.
      last = read(now);
      return last;
    } finally {
      lock.unlock();
    }
  }

  private static boolean fresh(Reading reading, Instant now) {
    return Duration.between(reading.at(), now).abs().compareTo(FRESH) < 0;
  }

  private Reading read(Instant now) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        return none(now, "is above %d bytes".formatted(MAX_FILE_BYTES));
      }
      List<String> tokens =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (tokens.isEmpty() || tokens.size() > MOST) {
        return none(now, "holds %d tokens".formatted(tokens.size()));
      }
      if (!tokens.stream().allMatch(TokenFile::wellFormed)) {
        return none(now, "holds a token that is short or not printable ASCII");
      }
      return new Reading(now, tokens, "");
    } catch (IOException e) {
      return none(now, "cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Reading none(Instant now, String what) {
    return new Reading(
        now,
        List.of(),
        "cluster token: %s %s; write one or two lines of %d or more printable characters"
            .formatted(file, what, LEAST_LENGTH));
  }

  private static boolean wellFormed(String token) {
    return token.length() >= LEAST_LENGTH && token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
