package io.vectorcluster.indexnode.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vectorcluster.indexnode.core.ReplicaLag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics of one node, in the text form that Prometheus reads. Safe for many threads. */
public final class Metrics implements AutoCloseable {
  private static final Duration[] LATENCY_BUCKETS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RateWindow rate = new RateWindow();
  private final InstantSource clock;
  private final Counter queries;
  private final Counter queryErrors;
  private final Timer latency;
  private final MultiGauge lagEntries;
  private final MultiGauge lagSeconds;
  private volatile Supplier<NodeFigures> figures = () -> NodeFigures.NONE;

  public Metrics(InstantSource clock) {
    this.clock = clock;
    queries =
        Counter.builder("usearch_queries_total").description("Queries answered").register(registry);
    queryErrors =
        Counter.builder("usearch_query_errors_total")
            .description("Queries that were not answered")
            .register(registry);
    latency =
        Timer.builder("usearch_query_latency_seconds")
            .description("From a query's arrival to its points")
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(registry);
    gauge("usearch_index_size", "Vectors in the graphs", NodeFigures::indexedVectors);
    gauge("usearch_memory_usage_bytes", "Memory in use", NodeFigures::memoryBytes);
    gauge("usearch_disk_usage_bytes", "Disk in use", NodeFigures::diskBytes);
    gauge(
        "vectorcluster_replica_divergent_slots",
        "Slots of this replica that are damaged or differ, and wait for their repair",
        each -> each.repairs().divergentSlots());
    count(
        "vectorcluster_replica_repaired_records_total",
        "Records that repairs of slots have changed",
        each -> each.repairs().repairedRecords());
    count(
        "vectorcluster_scrub_points_total",
        "Points that were read again and held against their hashes",
        each -> each.repairs().scrubbedPoints());
    gauge(
        "vectorcluster_tombstones",
        "Deletes that this replica remembers",
        each -> each.tombstones().held());
    gauge(
        "vectorcluster_tombstone_floor_age_seconds",
        "Age of the oldest delete that this replica remembers",
        each -> each.tombstones().floorAge(clock.instant()).toSeconds());
    count(
        "vectorcluster_replica_conflicts_total",
        "Writes of other replicas that did not know of the one they met here",
        NodeFigures::conflicts);
    lagEntries =
        MultiGauge.builder("vectorcluster_replica_lag_entries")
            .description("Log entries of this primary that a replica has not acknowledged")
            .register(registry);
    lagSeconds =
        MultiGauge.builder("vectorcluster_replica_lag_seconds")
            .description("Since a replica last had acknowledged everything of this primary")
            .register(registry);
    new ProcessorMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
  }

  private interface Figure {
    long of(NodeFigures figures);
  }

  private void gauge(String name, String description, Figure figure) {
    Gauge.builder(name, () -> figure.of(figures.get())).description(description).register(registry);
  }

  /** Of what only grows. */
  private void count(String name, String description, Figure figure) {
    FunctionCounter.builder(name, this, metrics -> figure.of(metrics.figures.get()))
        .description(description)
        .register(registry);
  }

  /** Where the figures of the replica come from; read at each scrape, may block. */
  public void observe(Supplier<NodeFigures> source) {
    figures = source;
  }

  public NodeFigures figures() {
    return figures.get();
  }

  /** A number that others keep and that is shown under {@code name}. */
  public void watch(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** A query was answered, or not. */
  public void queried(Duration took, boolean answered) {
    if (answered) {
      queries.increment();
      latency.record(took.isNegative() ? Duration.ZERO : took);
      rate.add(clock.instant());
    } else {
      queryErrors.increment();
    }
  }

  /**
   * A request was answered.
   *
   * @param operation of a closed set
   */
  public void answered(String operation, int status, Duration took) {
    Timer.builder("vectorcluster_http_request_seconds")
        .description("From a request's head to its answer")
        .tag("operation", operation)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(took.isNegative() ? Duration.ZERO : took);
  }

  public double queriesPerSecond() {
    return rate.perSecond(clock.instant());
  }

  public double queryErrors() {
    return queryErrors.count();
  }

  public LatencyFigures latencies() {
    HistogramSnapshot snapshot = latency.takeSnapshot();
    return new LatencyFigures(
        snapshot.count(),
        snapshot.mean(TimeUnit.NANOSECONDS) / 1e9,
        quantile(snapshot, 0.5),
        quantile(snapshot, 0.95),
        quantile(snapshot, 0.99));
  }

  private static double quantile(HistogramSnapshot snapshot, double quantile) {
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      if (snapshot.count() > 0 && bucket.count() >= quantile * snapshot.count()) {
        return bucket.bucket(TimeUnit.NANOSECONDS) / 1e9;
      }
    }
    return snapshot.max(TimeUnit.NANOSECONDS) / 1e9;
  }

  /** All metrics in the Prometheus text format. */
  public String scrape() {
    List<ReplicaLag> lags = figures.get().lags();
    lagEntries.register(rows(lags, ReplicaLag::entries), true);
    lagSeconds.register(rows(lags, lag -> lag.behind().toMillis() / 1e3), true);
    return registry.scrape();
  }

  private static List<MultiGauge.Row<?>> rows(
      List<ReplicaLag> lags, Function<ReplicaLag, Number> figure) {
    return lags.stream()
        .<MultiGauge.Row<?>>map(
            lag ->
                MultiGauge.Row.of(
                    Tags.of("replica", lag.replica(), "host", lag.host()), figure.apply(lag)))
        .toList();
  }

  @Override
  public void close() {
    registry.close();
  }
}
