package io.vectorcluster.indexnode.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions of the gate. */
final class AccessTest {
  private static final String SECRET = "0123456789abcdef";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "READ, READ, true",
    "READ, WRITE, false",
    "READ, ADMIN, false",
    "WRITE, READ, true",
    "WRITE, WRITE, true",
    "WRITE, ADMIN, false",
    "ADMIN, READ, true",
    "ADMIN, WRITE, true",
    "ADMIN, ADMIN, true",
  })
  void roleCovers(Role has, Role needed, boolean allowed) {
    Access access =
        new Access(
            new AccessRules.Keys(
                List.of(
                    ApiKey.of("other", Role.ADMIN, "another-secret-key"),
                    ApiKey.of("mine", has, SECRET))));

    Optional<String> refusal = access.refusal(new Caller(Optional.of(SECRET), true), needed);

    assertThat(refusal.isEmpty()).isEqualTo(allowed);
  }

  @Test
  void noKeysLetNobodyIn() {
    Access access = new Access(new AccessRules.Keys(List.of()));

    assertThat(access.refusal(new Caller(Optional.empty(), true), Role.READ)).isPresent();
    assertThat(access.refusal(new Caller(Optional.of(SECRET), true), Role.READ)).isPresent();
  }

  @Test
  void remoteCallersNeedAKeyUnlessAuthenticationIsOff() {
    Caller remote = new Caller(Optional.empty(), false);

    assertThat(new Access(new AccessRules.LocalOnly()).refusal(remote, Role.READ)).isPresent();
    assertThat(new Access(new AccessRules.Open()).refusal(remote, Role.ADMIN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, host, localhost:6333, true",
    "true, host, 127.0.0.2:6333, true",
    "true, host, [::1]:6333, true",
    "true, host, evil.example:6333, false",
    "true, host, 127.0.0.1.evil.example, false",
    "true, origin, http://localhost:3000, true",
    "true, origin, null, false",
    "true, origin, https://evil.example, false",
    "true, forwarded, for=1.2.3.4, false",
    "true, x-real-ip, 1.2.3.4, false",
    "false, host, localhost, false",
  })
  void callerIsLocal(boolean loopback, String header, String value, boolean local) {
    assertThat(Caller.of(Map.of(header, value), loopback).local()).isEqualTo(local);
  }

  @Test
  void bothHeadersCarryAKey() {
    assertThat(Caller.of(Map.of("api-key", SECRET), false).key()).hasValue(SECRET);
    assertThat(Caller.of(Map.of("authorization", "bearer  " + SECRET), false).key())
        .hasValue(SECRET);
    assertThat(Caller.of(Map.of("authorization", "Basic " + SECRET), false).key()).isEmpty();
  }

  @Test
  void filesBecomeKeys() throws IOException {
    Files.writeString(directory.resolve("app.write"), SECRET + "\n");
    Files.writeString(directory.resolve("ops.team.ADMIN"), SECRET + SECRET);
    Files.createDirectory(directory.resolve("..2026_01_01"));

    assertThat(new KeyDirectory(directory).read().keys())
        .containsExactly(
            ApiKey.of("app", Role.WRITE, SECRET),
            ApiKey.of("ops.team", Role.ADMIN, SECRET + SECRET));
  }

  @ParameterizedTest
  @CsvSource({
    "app, 0123456789abcdef, name it <name>.read",
    "app.owner, 0123456789abcdef, name it <name>.read",
    "app.read, short, a key has 16 to 4096 characters",
  })
  void badFileIsNamedWithTheRemedyAndWithoutItsContent(String name, String text, String message)
      throws IOException {
    Files.writeString(directory.resolve(name), text);

    assertThatThrownBy(() -> new KeyDirectory(directory).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message)
        .hasMessageNotContaining(text);
  }

  @Test
  void keyIsNeverPrinted() {
    assertThat(ApiKey.of("app", Role.READ, SECRET).toString()).isEqualTo("ApiKey[app, READ]");
  }
}
