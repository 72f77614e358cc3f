package io.vectorcluster.indexnode.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.config.AccessConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from files, over a real connection. */
final class AccessOverHttpTest {
  private static final String READ = "r".repeat(32);
  private static final String WRITE = "w".repeat(32);
  private static final String CREATE = "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}";

  @TempDir Path keys;

  @BeforeEach
  void writeKeys() throws IOException {
    Files.writeString(keys.resolve("app.write"), WRITE + "\n");
    Files.writeString(keys.resolve("view.read"), READ);
    Files.writeString(keys.resolve("..data"), "of the mount");
  }

  private RunningNode node() throws IOException {
    return new RunningNode(
        new FakeDataService(), new AccessConfig.KeyFiles(keys), RunningNode.LIMITS);
  }

  @Test
  void roleOfTheKeyDecides() throws Exception {
    try (RunningNode node = node()) {
      assertThat(node.send("PUT", "/collections/c", CREATE, "api-key", READ).statusCode())
          .isEqualTo(403);
      assertThat(node.send("PUT", "/collections/c", CREATE, "api-key", WRITE).statusCode())
          .isEqualTo(200);
      assertThat(
              node.send("GET", "/collections", "", "authorization", "Bearer " + READ).statusCode())
          .isEqualTo(200);
      assertThat(node.send("DELETE", "/collections/c", "", "api-key", READ).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void withoutAKeyOnlyProbesAreAnswered() throws Exception {
    try (RunningNode node = node()) {
      HttpResponse<String> none = node.get("/collections");
      HttpResponse<String> wrong = node.send("GET", "/collections", "", "api-key", "x".repeat(32));

      assertThat(none.statusCode()).isEqualTo(403);
      assertThat(none.body()).contains("Must provide an API key");
      assertThat(wrong.statusCode()).isEqualTo(403);
      assertThat(wrong.body()).contains("Invalid API key").doesNotContain("xxxx");
      assertThat(node.get("/nowhere").statusCode()).isEqualTo(403);
      assertThat(node.get("/").statusCode()).isEqualTo(403);
      assertThat(node.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void callerIsRefusedBeforeItsBodyIsRead() throws Exception {
    try (RunningNode node = node();
        Socket socket = node.connect()) {
      // When only the head was sent
      socket
          .getOutputStream()
          .write(
              "PUT /collections/c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 33000000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(10_000);

      // Then
      byte[] head = socket.getInputStream().readNBytes(12);
      assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 403");
    }
  }

  @Test
  void keysAreReadAgainWhileTheNodeRuns() throws Exception {
    try (RunningNode node = node()) {
      // Given
      String fresh = "f".repeat(32);
      assertThat(node.send("GET", "/collections", "", "api-key", fresh).statusCode())
          .isEqualTo(403);

      // When
      Files.writeString(keys.resolve("next.read"), fresh);
      Files.delete(keys.resolve("view.read"));

      // Then
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> node.send("GET", "/collections", "", "api-key", fresh).statusCode() == 200);
      assertThat(node.send("GET", "/collections", "", "api-key", READ).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void localCallersAreAnsweredWithoutKeysUnlessSomebodyStandsBehindThem() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      assertThat(node.get("/collections").statusCode()).isEqualTo(200);

      HttpResponse<String> proxied =
          node.send("GET", "/collections", "", "x-forwarded-for", "203.0.113.7");
      HttpResponse<String> page =
          node.send("GET", "/collections", "", "origin", "https://example.com");

      assertThat(proxied.statusCode()).isEqualTo(403);
      assertThat(proxied.body()).contains("access.keysDirectory");
      assertThat(page.statusCode()).isEqualTo(403);
    }
  }
}
