package io.vectorcluster.indexnode.http;

import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.config.ServerConfig;
import io.vectorcluster.indexnode.config.StorageConfig;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.core.ReplicaDigest;
import io.vectorcluster.indexnode.http.management.NodeHealth;
import io.vectorcluster.indexnode.http.web.HttpLimits;
import io.vectorcluster.indexnode.metrics.Metrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Both HTTP servers on free loopback ports over a service, with a client. */
public final class RunningNode implements AutoCloseable {
  public static final HttpLimits LIMITS = HttpLimits.forHeap(1L << 30);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final FakeHealth health = new FakeHealth();
  private final Metrics metrics = new Metrics(InstantSource.system());
  private final HttpServers servers;

  /** A health that tests set. */
  public static final class FakeHealth implements NodeHealth {
    public volatile boolean alive = true;
    public volatile List<String> reasons = List.of();
    public volatile Optional<ReplicaDigest> digest = Optional.empty();

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public List<String> readiness() {
      return reasons;
    }

    @Override
    public Optional<ReplicaDigest> digest() {
      return digest;
    }
  }

  public RunningNode(DataService service) throws IOException {
    this(service, new AccessConfig.LocalOnly(), LIMITS);
  }

  public RunningNode(DataService service, AccessConfig access, HttpLimits limits)
      throws IOException {
    NodeConfig config =
        new NodeConfig(
            new ServerConfig("127.0.0.1", 0, 0, 0, 1),
            new StorageConfig(Path.of("unused"), Optional.empty()),
            access,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    servers =
        HttpServers.start(
            vertx,
            config,
            service,
            health,
            metrics,
            AccessKeys.open(access),
            InstantSource.system(),
            limits);
  }

  public HttpServers servers() {
    return servers;
  }

  public FakeHealth health() {
    return health;
  }

  public Metrics metrics() {
    return metrics;
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  /** Sends a request to the data port; {@code headers} are names and values in turn. */
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(servers.ports().data(), method, path, body, headers),
        HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> sendForBytes(
      String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(servers.ports().data(), method, path, body, headers),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  public CompletableFuture<HttpResponse<String>> begin(String method, String path, String body) {
    return client.sendAsync(
        request(servers.ports().data(), method, path, body), HttpResponse.BodyHandlers.ofString());
  }

  /** A bare connection to the data port. */
  public Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), servers.ports().data());
  }

  public HttpResponse<String> manage(String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        request(servers.ports().management(), method, path, ""),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest request(
      int port, String method, String path, String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    List<String> all = new ArrayList<>(List.of("content-type", "application/json"));
    all.addAll(List.of(headers));
    return builder.headers(all.toArray(String[]::new)).build();
  }

  @Override
  public void close() {
    servers.stop(Duration.ZERO);
    metrics.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    client.close();
  }
}
