package io.vectorcluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenFileTest {
  private static final String OLD = "0123456789abcdef0123456789abcdef";
  private static final String NEW = "fedcba9876543210fedcba9876543210";

  @TempDir private Path dir;
  private Path file = Path.of("unset");
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void place() {
    file = dir.resolve("token");
  }

  @Test
  void twoLinesAreTwoTokensAndTheFirstIsSent() throws IOException {
    Files.writeString(file, OLD + "\n" + NEW + "\n");

    TokenFile tokens = new TokenFile(file, () -> now);

    assertThat(tokens.valid()).containsExactly(OLD, NEW);
    assertThat(tokens.toSend()).contains(OLD);
    assertThat(tokens.problem()).isEmpty();
  }

  @Test
  void aChangeCountsAfterASecond() throws IOException {
    // Given
    Files.writeString(file, OLD);
    TokenFile tokens = new TokenFile(file, () -> now);

    // When
    Files.writeString(file, NEW);

    // Then
    assertThat(tokens.valid()).containsExactly(OLD);
    now = now.plus(Duration.ofSeconds(1));
    assertThat(tokens.valid()).containsExactly(NEW);
  }

  @Test
  void aMissingFileGivesNoTokenUntilItIsThere() throws IOException {
    TokenFile tokens = new TokenFile(file, () -> now);
    assertThat(tokens.valid()).isEmpty();
    assertThat(tokens.problem()).contains("cannot be read", file.toString());

    Files.writeString(file, NEW);
    now = now.plus(Duration.ofSeconds(2));

    assertThat(tokens.valid()).containsExactly(NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", OLD + "\n" + NEW + "\n" + OLD, OLD + "\n\u00e4" + NEW})
  void aWrongFileGivesNoTokenAtAll(String content) throws IOException {
    Files.writeString(file, content);

    TokenFile tokens = new TokenFile(file, () -> now);

    assertThat(tokens.valid()).isEmpty();
    assertThat(tokens.problem()).contains("cluster token").doesNotContain(OLD).doesNotContain(NEW);
  }
}
