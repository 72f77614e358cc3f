package io.vectorcluster.testbed.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request as its rule says. A thread stays with its request to the end, so that the
 * order of hooks, waits and the server's work is the order of the lines here.
 */
final class ApiHandler implements HttpHandler, AutoCloseable {
  private static final int MAX_EXCHANGES = 512;

  /** The server itself takes three megabytes. */
  private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

  private final RuleBook book;
  private final Upstream upstream;
  private final Semaphore exchanges = new Semaphore(MAX_EXCHANGES);
  private final List<WatchStream> watches = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failedHook = new AtomicReference<>();

  ApiHandler(RuleBook book, Upstream upstream) {
    this.book = book;
    this.upstream = upstream;
  }

  List<WatchStream> watches() {
    return List.copyOf(watches);
  }

  Optional<Throwable> failedHook() {
    return Optional.ofNullable(failedHook.get());
  }

  @Override
  public void close() {
    closed.countDown();
    watches.forEach(WatchStream::cut);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchanges.tryAcquire()) {
      throw new CutException("more than " + MAX_EXCHANGES + " requests at once");
    }
    try {
      if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        refuseUpgrade(exchange);
      } else {
        pass(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CutException("the proxy ends");
    } finally {
      exchanges.release();
    }
  }

  /**
   * A watch by WebSocket is answered with 200, after which clients watch by plain HTTP; exec,
   * attach and port-forward have no other way.
   */
  private static void refuseUpgrade(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    boolean watch = query != null && new ApiRequest(0, "GET", "", query).isWatch();
    exchange.sendResponseHeaders(watch ? 200 : 400, -1);
    exchange.close();
  }

  private void pass(HttpExchange exchange) throws IOException, InterruptedException {
    String query = exchange.getRequestURI().getRawQuery();
    ApiRequest request =
        book.enter(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            query == null ? "" : query);
    byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
    if (body.length > MAX_REQUEST_BYTES) {
      throw new CutException("a request of more than " + MAX_REQUEST_BYTES + " bytes");
    }
    FaultRule rule = book.ruleOf(request);
    call(() -> rule.before().accept(request));
    switch (rule.fault()) {
      case Fault.Reject reject -> send(exchange, Answer.refusal(reject.status()));
      case Fault.CutBefore cut -> throw new CutException("cut before the server saw it");
      case Fault.DropAnswer drop -> {
        upstream.open(request, exchange.getRequestHeaders(), body).body().close();
        call(() -> rule.after().accept(request));
        throw new CutException("answer dropped");
      }
      case Fault.Delay delay -> {
        pause(delay.duration());
        forward(exchange, request, rule, body);
      }
      case Fault.ServeStale stale -> {
        Optional<Answer> kept = stale.recording().of(request);
        if (kept.isPresent()) {
          send(exchange, kept.get());
        } else {
          forward(exchange, request, rule, body);
        }
      }
      case Fault.None none -> forward(exchange, request, rule, body);
      case Fault.Remember remember -> forward(exchange, request, rule, body);
      case Fault.CutWatch cut -> forward(exchange, request, rule, body);
      case Fault.FreezeWatch freeze -> forward(exchange, request, rule, body);
    }
  }

  private void forward(HttpExchange exchange, ApiRequest request, FaultRule rule, byte[] body)
      throws IOException, InterruptedException {
    if (request.isStream()) {
      stream(exchange, request, rule);
      return;
    }
    Answer answer = upstream.ask(request, exchange.getRequestHeaders(), body);
    call(() -> rule.after().accept(request));
    if (rule.fault() instanceof Fault.Remember remember) {
      remember.recording().keep(request, answer);
    }
    send(exchange, answer);
  }

  private void stream(HttpExchange exchange, ApiRequest request, FaultRule rule)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        upstream.open(request, exchange.getRequestHeaders(), new byte[0]);
    try (InputStream source = response.body()) {
      WatchStream watch = new WatchStream(request, source, rule.fault());
      watches.add(watch);
      call(() -> rule.after().accept(request));
      if (closed.getCount() == 0) {
        throw new CutException("the proxy ends");
      }
      exchange.getResponseHeaders().putAll(Upstream.endToEnd(response.headers().map()));
      exchange.sendResponseHeaders(response.statusCode(), 0);
      watch.copyTo(exchange.getResponseBody());
      exchange.close();
    } finally {
      watches.removeIf(watch -> watch.request().equals(request));
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().putAll(Map.copyOf(answer.headers()));
    boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
    if (!empty) {
      exchange.getResponseBody().write(answer.body());
    }
    exchange.close();
  }

  /** A hook that fails ends the connection; the failure is the test's to see at the proxy's end. */
  private void call(Runnable hook) throws IOException {
    try {
      hook.run();
    } catch (RuntimeException | AssertionError e) {
      failedHook.compareAndSet(null, e);
      throw new CutException("a hook failed: " + e);
    }
  }

  private void pause(Duration duration) throws IOException, InterruptedException {
    if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new CutException("the proxy ends");
    }
  }
}
