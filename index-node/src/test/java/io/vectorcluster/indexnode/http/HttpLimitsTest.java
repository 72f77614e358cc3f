package io.vectorcluster.indexnode.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.http.web.HttpLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a node refuses so that one caller cannot take it from all others. */
final class HttpLimitsTest {
  private static final String CREATE = "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}";
  private static final HttpLimits SMALL =
      new HttpLimits(
          1_000,
          2,
          1_500,
          100_000,
          3,
          Duration.ofMillis(300),
          Duration.ofSeconds(30),
          Duration.ofMillis(300),
          Duration.ofSeconds(30));

  /** Counts only once the test says so. */
  private static final class HeldService extends FakeDataService {
    final CountDownLatch held = new CountDownLatch(1);

    @Override
    public Outcome<Long> count(String name, Deadline deadline) {
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Outcome.done(0L);
    }
  }

  private static RunningNode node(FakeDataService service) throws IOException {
    return new RunningNode(service, new AccessConfig.LocalOnly(), SMALL);
  }

  @Test
  void bodyOf32MegabytesIsReadAndOneByteMoreIsNot() throws Exception {
    // Given
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      node.send("PUT", "/collections/c", CREATE);
      String points = "{\"points\":[{\"id\":1,\"vector\":[1,2]}]}";
      int fill = (int) HttpLimits.BODY_BYTES - points.length();

      // When
      HttpResponse<String> full =
          node.send("PUT", "/collections/c/points", points + " ".repeat(fill));
      HttpResponse<String> over =
          node.send("PUT", "/collections/c/points", points + " ".repeat(fill + 1));

      // Then
      assertThat(full.statusCode()).isEqualTo(200);
      assertThat(over.statusCode()).isEqualTo(413);
      assertThat(over.body()).contains("{\"status\":{\"error\":\"Payload too large: ");
      assertThat(node.get("/collections").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bodyWithoutLengthIsCutAtTheLimitToo() throws Exception {
    try (RunningNode node = node(new FakeDataService());
        Socket socket = node.connect()) {
      // When
      write(socket, "PUT /collections/c HTTP/1.1\r\nHost: localhost\r\n");
      write(socket, "Transfer-Encoding: chunked\r\n\r\n");
      write(socket, "400\r\n" + " ".repeat(0x400) + "\r\n");

      // Then
      assertThat(readSome(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void requestsAboveTheLimitAreToldWhenToComeBack() throws Exception {
    // Given
    HeldService service = new HeldService();
    try (RunningNode node = node(service)) {
      CompletableFuture<HttpResponse<String>> first =
          node.begin("POST", "/collections/c/points/count", "{}");
      CompletableFuture<HttpResponse<String>> second =
          node.begin("POST", "/collections/c/points/count", "{}");
      await().until(() -> node.metrics().scrape().contains("requests_in_flight 2.0"));

      // When
      HttpResponse<String> third = node.get("/collections");
      service.held.countDown();

      // Then
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("retry-after")).hasValue("1");
      assertThat(third.body()).contains("\"error\":\"Too many requests in flight");
      assertThat(first.join().statusCode()).isEqualTo(200);
      assertThat(second.join().statusCode()).isEqualTo(200);
      await().until(() -> node.get("/collections").statusCode() == 200);
    }
  }

  @Test
  void bodiesTogetherAreLimited() throws Exception {
    // Given a body of which the head announces 900 bytes
    try (RunningNode node = node(new FakeDataService());
        Socket slow = node.connect()) {
      write(slow, "PUT /collections/c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{");
      await().until(() -> node.metrics().scrape().contains("requests_in_flight 1.0"));

      // When
      HttpResponse<String> other = node.send("PUT", "/collections/c", " ".repeat(900));

      // Then
      assertThat(other.statusCode()).isEqualTo(429);
      assertThat(other.headers().firstValue("retry-after")).hasValue("1");
      await().until(() -> node.send("PUT", "/collections/c", CREATE).statusCode() == 200);
    }
  }

  @Test
  void answersAreLimitedInLength() throws Exception {
    // Given an answer of at most 100,000 bytes, of which 25,000 numbers have room
    try (RunningNode node = node(new FakeDataService())) {
      node.send("PUT", "/collections/c", "{\"vectors\":{\"size\":5,\"distance\":\"Dot\"}}");
      String payload = "{\"text\":\"" + "x".repeat(900) + "\"}";
      for (int id = 0; id < 120; id++) {
        node.send(
            "PUT",
            "/collections/c/points",
            "{\"points\":[{\"id\":" + id + ",\"payload\":" + payload + "}]}");
      }

      // When
      HttpResponse<String> vectors =
          node.send(
              "POST",
              "/collections/c/points/query",
              "{\"query\":[1,2,3,4,5],\"limit\":5001,\"with_vector\":true}");
      HttpResponse<String> payloads =
          node.send("POST", "/collections/c/points/scroll", "{\"limit\":120}");
      HttpResponse<String> fewer =
          node.send("POST", "/collections/c/points/scroll", "{\"limit\":60}");

      // Then
      assertThat(vectors.statusCode()).isEqualTo(422);
      assertThat(vectors.body()).contains("use at most 5000 or leave with_vector out");
      assertThat(payloads.statusCode()).isEqualTo(422);
      assertThat(payloads.body()).contains("longer than 100000 bytes, ask for fewer points");
      assertThat(fewer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void connectionThatSendsNoWholeHeadIsClosed() throws Exception {
    try (RunningNode node = node(new FakeDataService());
        Socket socket = node.connect()) {
      // When
      write(socket, "GET /collections HTTP/1.1\r\nHost: loc");

      // Then
      socket.setSoTimeout(10_000);
      assertThat(socket.getInputStream().read()).as("closed by the node").isEqualTo(-1);
    }
  }

  @Test
  void connectionThatSendsNoWholeBodyIsClosed() throws Exception {
    try (RunningNode node = node(new FakeDataService());
        Socket socket = node.connect()) {
      // When
      write(socket, "PUT /collections/c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");

      // Then
      socket.setSoTimeout(10_000);
      assertThat(socket.getInputStream().read()).as("closed by the node").isEqualTo(-1);
      await().until(() -> node.metrics().scrape().contains("requests_in_flight 0.0"));
    }
  }

  @Test
  void connectionsAboveTheLimitAreClosed() throws Exception {
    try (RunningNode node =
            new RunningNode(
                new FakeDataService(),
                new AccessConfig.LocalOnly(),
                new HttpLimits(
                    1_000,
                    9,
                    9_000,
                    9_000,
                    2,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30)));
        Socket first = node.connect();
        Socket second = node.connect()) {
      // Given
      assertThat(ask(first)).startsWith("HTTP/1.1 200");
      assertThat(ask(second)).startsWith("HTTP/1.1 200");

      // When
      try (Socket third = node.connect()) {
        third.setSoTimeout(10_000);

        // Then
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(ask(first)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void headOf32KilobytesIsRefused() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      HttpResponse<String> response =
          node.send("GET", "/collections", "", "x-y", "z".repeat(32_768));

      assertThat(response.statusCode()).isBetween(400, 431);
    }
  }

  private static String ask(Socket socket) throws IOException {
    write(socket, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return readSome(socket);
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String readSome(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[4_096];
    int count = in.read(bytes);
    return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.US_ASCII);
  }
}
