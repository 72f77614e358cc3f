package io.vectorcluster.indexnode.http.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.indexnode.http.FakeDataService;
import io.vectorcluster.indexnode.http.RunningNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Conversations with the data API as files: each folder of {@code src/test/resources/qdrant} is
 * one, {@code NN.request} (a line with method and path, then the body) being answered with {@code
 * NN.response.json} (status, body without its {@code time}, and the headers worth checking).
 */
final class QdrantCasesTest {
  private static final Path CASES = Path.of("src/test/resources/qdrant");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> conversations() throws IOException {
    return list(CASES).stream()
        .map(folder -> DynamicTest.dynamicTest(name(folder), () -> hold(folder)));
  }

  private static void hold(Path folder) throws IOException, InterruptedException {
    List<Path> requests =
        list(folder).stream().filter(file -> name(file).endsWith(".request")).toList();
    assertThat(requests).isNotEmpty();
    assertThat(list(folder))
        .as("every file is a request or the answer to one")
        .containsExactlyInAnyOrderElementsOf(
            requests.stream().flatMap(file -> Stream.of(file, answerTo(file))).toList());
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      for (Path request : requests) {
        check(node, request);
      }
    }
  }

  private static void check(RunningNode node, Path file) throws IOException, InterruptedException {
    // Given
    String text = Files.readString(file);
    String line = text.lines().findFirst().orElseThrow();
    String body = text.substring(Math.min(text.length(), line.length() + 1)).strip();
    int space = line.indexOf(' ');
    JsonNode expected = MAPPER.readTree(Files.readString(answerTo(file)));

    // When
    HttpResponse<String> response =
        node.send(
            line.substring(0, space),
            line.substring(space + 1),
            body,
            "x-vectorcluster-debug",
            "true");

    // Then
    ObjectNode actual = MAPPER.createObjectNode().put("status", response.statusCode());
    actual.set("body", withoutTime(MAPPER.readTree(response.body())));
    if (expected.has("headers")) {
      ObjectNode headers = actual.putObject("headers");
      for (Map.Entry<String, JsonNode> header : expected.get("headers").properties()) {
        headers.put(header.getKey(), response.headers().firstValue(header.getKey()).orElse(""));
      }
    }
    assertThat(actual.toPrettyString())
        .as("%s", file)
        .satisfies(json -> assertThat(MAPPER.readTree(json)).isEqualTo(expected));
  }

  /** Where there is a time it is a number of seconds, checked here and left out. */
  private static JsonNode withoutTime(JsonNode body) {
    if (body instanceof ObjectNode object && object.has("time")) {
      assertThat(object.get("time").isNumber()).isTrue();
      assertThat(object.get("time").doubleValue()).isBetween(0.0, 60.0);
      object.remove("time");
    }
    return body;
  }

  private static Path answerTo(Path request) {
    return request.resolveSibling(name(request).replace(".request", ".response.json"));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
