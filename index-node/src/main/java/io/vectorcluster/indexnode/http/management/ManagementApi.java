package io.vectorcluster.indexnode.http.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.http.web.Answer;
import io.vectorcluster.indexnode.http.web.ErrorStyle;
import io.vectorcluster.indexnode.http.web.Routes;
import io.vectorcluster.indexnode.metrics.LatencyFigures;
import io.vectorcluster.indexnode.metrics.Metrics;
import io.vectorcluster.indexnode.metrics.NodeFigures;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The endpoints of the management port, and the probes that the data port has as well. */
public final class ManagementApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public static final ErrorStyle ERRORS =
      (status, message) -> json(status, MAPPER.createObjectNode().put("error", message));

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final NodeHealth health;
  private final Metrics metrics;

  public ManagementApi(NodeHealth health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  public void addTo(Routes routes) {
    routes
        .addOpen("/health", "health", _ -> health())
        .addOpen("/ready", "ready", _ -> ready())
        .addOpen("/stats", "stats", _ -> stats())
        .addOpen("/metrics", "metrics", _ -> scrape());
  }

  /** The probes as clients of the data API know them. */
  public void addProbesTo(Routes routes) {
    routes
        .addOpen("/healthz", "healthz", _ -> probe("healthz", alive()))
        .addOpen("/livez", "livez", _ -> probe("livez", alive()))
        .addOpen("/readyz", "readyz", _ -> probe("readyz", health.readiness()));
  }

  private List<String> alive() {
    return health.alive() ? List.of() : List.of("the node cannot go on, see its log");
  }

  private static Answer probe(String name, List<String> reasons) {
    return reasons.isEmpty()
        ? Answer.text(200, name + " check passed")
        : Answer.text(503, String.join("\n", reasons));
  }

  private Answer health() {
    boolean alive = health.alive();
    return json(
        alive ? 200 : 503, MAPPER.createObjectNode().put("status", alive ? "alive" : "failed"));
  }

  private Answer ready() {
    List<String> reasons = health.readiness();
    ObjectNode body = MAPPER.createObjectNode().put("ready", reasons.isEmpty());
    reasons.forEach(body.putArray("reasons")::add);
    return json(reasons.isEmpty() ? 200 : 503, body);
  }

  private Answer stats() {
    NodeFigures figures = metrics.figures();
    ObjectNode body = MAPPER.createObjectNode();
    ObjectNode collections = body.putObject("collections");
    for (Map.Entry<String, ShardFigures> entry : figures.collections().entrySet()) {
      collections
          .putObject(entry.getKey())
          .put("points", entry.getValue().points())
          .put("indexed_vectors", entry.getValue().indexedVectors())
          .put("segments", entry.getValue().segments())
          .put("indexing", entry.getValue().indexing());
    }
    body.put("memory_usage_bytes", figures.memoryBytes());
    body.put("disk_usage_bytes", figures.diskBytes());
    health
        .digest()
        .ifPresent(
            replica ->
                body.putObject("replica")
                    .put("sequence", replica.sequence())
                    .put("digest", HexFormat.of().toHexDigits(replica.digest())));
    LatencyFigures latencies = metrics.latencies();
    body.putObject("queries")
        .put("total", latencies.count())
        .put("errors", (long) metrics.queryErrors())
        .put("qps", metrics.queriesPerSecond());
    body.putObject("query_latency_seconds")
        .put("mean", latencies.meanSeconds())
        .put("p50", latencies.p50Seconds())
        .put("p95", latencies.p95Seconds())
        .put("p99", latencies.p99Seconds());
    return json(200, body);
  }

  private Answer scrape() {
    return new Answer(
        200,
        Map.of("content-type", METRICS_TYPE),
        metrics.scrape().getBytes(StandardCharsets.UTF_8));
  }

  private static Answer json(int status, ObjectNode body) {
    return Answer.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
