package io.vectorcluster.testbed.faults;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The API server behind the proxy. A request with a token of its own is passed on as it is; one
 * without is the cluster's admin, because the caller's certificate ends at the proxy.
 */
final class Upstream implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Until the head of the answer; the server itself ends what takes a minute. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);

  /** A list of a whole cluster of ours has a few megabytes. */
  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  /** Of one connection and not of the message. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "transfer-encoding",
          "upgrade");

  private final URI server;
  private final HttpClient asAdmin;
  private final HttpClient asNobody;

  Upstream(Kubeconfig kubeconfig, Tls.Identity admin) {
    server = kubeconfig.server();
    asAdmin = client(kubeconfig, Optional.of(admin));
    asNobody = client(kubeconfig, Optional.empty());
  }

  private static HttpClient client(Kubeconfig kubeconfig, Optional<Tls.Identity> identity) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_LIMIT)
        .sslContext(Tls.context(kubeconfig.authority(), identity))
        .build();
  }

  /** The answer as a stream, which the caller closes. */
  HttpResponse<InputStream> open(ApiRequest request, Headers headers, byte[] body)
      throws IOException, InterruptedException {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server + request.path() + query))
            .timeout(ANSWER_LIMIT)
            .method(
                request.method(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    endToEnd(headers)
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    HttpClient client = headers.containsKey("Authorization") ? asNobody : asAdmin;
    return client.send(builder.build(), BodyHandlers.ofInputStream());
  }

  /** The whole answer. */
  Answer ask(ApiRequest request, Headers headers, byte[] body)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = open(request, headers, body);
    try (InputStream in = response.body()) {
      byte[] content = in.readNBytes(MAX_ANSWER_BYTES + 1);
      if (content.length > MAX_ANSWER_BYTES) {
        throw new IOException(request.path() + " is longer than " + MAX_ANSWER_BYTES + " bytes");
      }
      return new Answer(response.statusCode(), endToEnd(response.headers().map()), content);
    }
  }

  static Map<String, List<String>> endToEnd(Map<String, List<String>> headers) {
    Map<String, List<String>> kept = new HashMap<>();
    headers.forEach(
        (name, values) -> {
          if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
            kept.put(name, List.copyOf(values));
          }
        });
    return kept;
  }

  @Override
  public void close() {
    asAdmin.shutdownNow();
    asNobody.shutdownNow();
  }
}
