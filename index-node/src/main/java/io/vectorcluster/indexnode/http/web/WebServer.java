package io.vectorcluster.indexnode.http.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP server: a listening port, its router and the watch over its connections. */
public final class WebServer {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final int MAX_LINE_BYTES = 8_192;
  private static final long WATCH_MS = 1_000;
  private static final Duration BIND_WAIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Router router;
  private final ConnectionWatch watch;
  private final HttpServer server;
  private final long watchTimer;

  public WebServer(Vertx vertx, HttpLimits limits, InstantSource clock) {
    this.vertx = vertx;
    this.watch = new ConnectionWatch(limits, clock);
    this.router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              watch.requestBegan(context.request().connection());
              context.addEndHandler(_ -> watch.requestEnded(context.request().connection()));
              context.next();
            });
    router
        .route()
        .handler(
            CorsHandler.create()
                .allowedMethods(
                    Set.of(
                        HttpMethod.GET,
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.PATCH,
                        HttpMethod.DELETE))
                .allowedHeaders(Set.of("content-type", "api-key", "authorization")));
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setMaxInitialLineLength(MAX_LINE_BYTES))
            .connectionHandler(watch::opened)
            .requestHandler(router);
    this.watchTimer = vertx.setPeriodic(WATCH_MS, _ -> watch.closeLate());
  }

  public Router router() {
    return router;
  }

  /**
   * Takes the port, or a free one for 0.
   *
   * @param setting that the port comes from, for the message
   * @throws IOException if it cannot be taken
   */
  public void bind(String host, int port, String setting) throws IOException {
    try {
      await(server.listen(port, host), BIND_WAIT);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "%s: cannot listen at %s:%d (%s), choose another port or stop what holds it"
              .formatted(setting, host, port, cause.getMessage()),
          e);
    }
  }

  public int port() {
    return server.actualPort();
  }

  /** Takes no more connections, waits for the requests in flight, then closes all connections. */
  public void stop(Duration drain) {
    vertx.cancelTimer(watchTimer);
    try {
      await(server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS), drain.plus(CLOSE_WAIT));
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().addKeyValue("reason", e.toString()).log("HTTP server did not close in time");
    }
  }

  private static void await(Future<?> future, Duration most)
      throws ExecutionException, TimeoutException {
    try {
      future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    }
  }
}
