package io.vectorcluster.indexnode.http;

import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.config.DefaultsFile;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.http.access.Access;
import io.vectorcluster.indexnode.http.access.AccessRules;
import io.vectorcluster.indexnode.http.management.ManagementApi;
import io.vectorcluster.indexnode.http.management.NodeHealth;
import io.vectorcluster.indexnode.http.qdrant.DataApi;
import io.vectorcluster.indexnode.http.web.Admission;
import io.vectorcluster.indexnode.http.web.HttpLimits;
import io.vectorcluster.indexnode.http.web.Routes;
import io.vectorcluster.indexnode.http.web.WebServer;
import io.vectorcluster.indexnode.metrics.Metrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** The two HTTP servers of a node. */
public final class HttpServers {
  /** Probes and scrapes are few; what comes above this is an attack or a mistake. */
  private static final int MANAGEMENT_REQUESTS = 64;

  private static final long KEY_REFRESH_MS = 1_000;

  private final Vertx vertx;
  private final WebServer data;
  private final WebServer management;
  private final Draining draining;
  private final long keyTimer;

  private HttpServers(
      Vertx vertx, WebServer data, WebServer management, Draining draining, long keyTimer) {
    this.vertx = vertx;
    this.data = data;
    this.management = management;
    this.draining = draining;
    this.keyTimer = keyTimer;
  }

  /**
   * Binds both ports and begins to answer. Not to be called on an event loop: it waits.
   *
   * @throws IOException if a port cannot be taken; the message names it
   */
  public static HttpServers start(
      Vertx vertx,
      NodeConfig config,
      DataService service,
      NodeHealth health,
      Metrics metrics,
      Access access,
      InstantSource clock)
      throws IOException {
    HttpLimits limits = HttpLimits.forHeap(Runtime.getRuntime().maxMemory());
    return start(vertx, config, service, health, metrics, access, clock, limits);
  }

  /** The same with limits of the caller's, for tests of them. */
  static HttpServers start(
      Vertx vertx,
      NodeConfig config,
      DataService service,
      NodeHealth health,
      Metrics metrics,
      Access access,
      InstantSource clock,
      HttpLimits limits)
      throws IOException {
    Draining draining = new Draining(health);
    ManagementApi probes = new ManagementApi(draining, metrics);
    Admission admission = new Admission(limits.requestsInFlight(), limits.bytesInFlight());
    metrics.watch(
        "vectorcluster_http_requests_in_flight",
        "Requests of the data API being answered",
        admission::requestsInFlight);
    WebServer data = new WebServer(vertx, limits, clock);
    Routes dataRoutes =
        new Routes(
            data.router(), access, admission, limits, DataApi.ERRORS, metrics::answered, clock);
    probes.addProbesTo(dataRoutes);
    new DataApi(
            service, DefaultsFile.of(config.defaultsFile()), metrics, clock, limits.answerBytes())
        .addTo(dataRoutes);
    dataRoutes.close();

    WebServer management = new WebServer(vertx, limits, clock);
    Routes managementRoutes =
        new Routes(
            management.router(),
            new Access(new AccessRules.Open()),
            new Admission(MANAGEMENT_REQUESTS, limits.bodyBytes()),
            limits,
            ManagementApi.ERRORS,
            (_, _, _) -> {},
            clock);
    probes.addTo(managementRoutes);
    managementRoutes.close();

    String host = config.server().host();
    data.bind(host, config.server().dataPort(), "server.dataPort (--port)");
    try {
      management.bind(host, config.server().managementPort(), "server.port (--management-port)");
    } catch (IOException e) {
      data.stop(Duration.ZERO);
      throw e;
    }
    return new HttpServers(
        vertx, data, management, draining, refreshKeys(vertx, config.access(), access));
  }

  private static long refreshKeys(Vertx vertx, AccessConfig config, Access access) {
    Runnable refresh = AccessKeys.refresh(config, access);
    return vertx.setPeriodic(
        KEY_REFRESH_MS, _ -> Thread.ofVirtual().name("refresh-keys").start(refresh));
  }

  public BoundPorts ports() {
    return new BoundPorts(data.port(), management.port());
  }

  /**
   * Says not ready, takes no more connections, finishes the requests in flight and closes; what is
   * not finished after {@code drain} is cut off.
   */
  public void stop(Duration drain) {
    draining.begin();
    vertx.cancelTimer(keyTimer);
    data.stop(drain);
    management.stop(Duration.ZERO);
  }
}
