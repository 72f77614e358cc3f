package io.vectorcluster.indexnode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compression, browsers, and the codes of what goes wrong. */
final class WebTest {
  private static final Map<Outcome.Reason, Integer> CODES =
      Map.of(
          Outcome.Reason.BAD_REQUEST, 400,
          Outcome.Reason.INVALID, 422,
          Outcome.Reason.NOT_FOUND, 404,
          Outcome.Reason.CONFLICT, 409,
          Outcome.Reason.FORBIDDEN, 403,
          Outcome.Reason.TIMEOUT, 408,
          Outcome.Reason.OVERLOADED, 429,
          Outcome.Reason.UNAVAILABLE, 503,
          Outcome.Reason.STORAGE_FULL, 507);

  @Test
  void longAnswersAreCompressedForWhoReadsGzip() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      // Given
      node.send("PUT", "/collections/c", "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}");
      String points =
          IntStream.range(0, 500)
              .mapToObj(i -> "{\"id\":%d,\"vector\":[%d,1]}".formatted(i, i))
              .collect(Collectors.joining(",", "{\"points\":[", "]}"));
      node.send("PUT", "/collections/c/points?wait=true", points);
      String scroll = "{\"limit\":500,\"with_vector\":true}";

      // When
      HttpResponse<byte[]> zipped =
          node.sendForBytes(
              "POST", "/collections/c/points/scroll", scroll, "accept-encoding", "gzip, deflate");
      HttpResponse<String> plain = node.send("POST", "/collections/c/points/scroll", scroll);

      // Then
      assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
      assertThat(zipped.body().length).isLessThan(plain.body().length() / 3);
      String unzipped =
          new String(
              new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(withoutTime(unzipped)).isEqualTo(withoutTime(plain.body()));
    }
  }

  private static String withoutTime(String body) {
    return body.substring(0, body.indexOf("\"time\""));
  }

  @Test
  void browsersMayAskFromElsewhere() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      HttpResponse<String> preflight =
          node.send(
              "OPTIONS",
              "/collections/c/points",
              "",
              "origin",
              "http://localhost:3000",
              "access-control-request-method",
              "PUT",
              "access-control-request-headers",
              "api-key,content-type");
      HttpResponse<String> answer =
          node.send("GET", "/collections", "", "origin", "http://localhost:3000");

      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("access-control-allow-methods").orElse(""))
          .contains("PUT", "PATCH", "DELETE");
      assertThat(preflight.headers().firstValue("access-control-allow-headers").orElse(""))
          .contains("api-key", "content-type");
      assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonHasItsCode(Outcome.Reason reason) throws Exception {
    FakeDataService service =
        new FakeDataService() {
          @Override
          public Outcome<Long> count(String name, Deadline deadline) {
            return Outcome.rejected(reason, "because");
          }
        };
    try (RunningNode node = new RunningNode(service)) {
      HttpResponse<String> response = node.send("POST", "/collections/c/points/count", "{}");

      assertThat(response.statusCode()).isEqualTo(CODES.get(reason));
      assertThat(response.body()).startsWith("{\"status\":{\"error\":\"").contains("\"time\":");
      assertThat(response.headers().firstValue("retry-after").isPresent())
          .isEqualTo(reason == Outcome.Reason.OVERLOADED);
    }
  }

  @Test
  void bugShowsAnIncidentAndNothingFromInside() throws Exception {
    FakeDataService service =
        new FakeDataService() {
          @Override
          public Outcome<Long> count(String name, Deadline deadline) {
            throw new IllegalStateException("secret detail");
          }
        };
    try (RunningNode node = new RunningNode(service)) {
      HttpResponse<String> response = node.send("POST", "/collections/c/points/count", "{}");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).contains("incident").doesNotContain("secret");
    }
  }
}
