package io.vectorcluster.indexnode.http.web;

import io.vectorcluster.indexnode.http.access.Caller;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its head to the end of its answer: authorise, admit, read the body, answer. All
 * methods but {@link #work} run on the connection's event loop.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final AtomicLong INCIDENTS = new AtomicLong();

  /** A refused body is read and dropped, else its sender may never see the answer; up to this. */
  private static final long MAX_DROPPED_BYTES = 128L << 20;

  private final RoutingContext routing;
  private final HttpServerRequest request;
  private final Routes.Frame frame;
  private final Routes.Route route;
  private final Context context;
  private final Instant arrival;
  private final Map<String, String> headers = new HashMap<>();
  private boolean answering;
  private long dropped;

  Exchange(RoutingContext routing, Routes.Frame frame, Routes.Route route) {
    this.routing = routing;
    this.request = routing.request();
    this.frame = frame;
    this.route = route;
    this.context = routing.vertx().getOrCreateContext();
    this.arrival = frame.clock().instant();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
  }

  void begin() {
    Optional<String> refusal =
        route
            .role()
            .flatMap(role -> frame.access().refusal(Caller.of(headers, fromLoopback()), role));
    if (refusal.isPresent()) {
      refuse(frame.errors().error(403, refusal.get()));
      return;
    }
    Optional<Admission.Permit> permit = frame.admission().enter();
    if (permit.isEmpty()) {
      refuse(frame.errors().overloaded("Too many requests in flight, try again later"));
      return;
    }
    request.response().closeHandler(_ -> leaveUnlessWorking(permit.get()));
    readBody(permit.get());
  }

  private void readBody(Admission.Permit permit) {
    IncomingBody body = new IncomingBody(frame.limits().bodyBytes(), permit);
    if (body.announce(headers.get("content-length")) instanceof IncomingBody.Refused refused) {
      permit.close();
      refuse(answerTo(refused));
      return;
    }
    if (headers.containsKey("expect")) {
      request.response().writeContinue();
    }
    long timer = closeAfter(frame.limits().body());
    request.exceptionHandler(_ -> leaveUnlessWorking(permit));
    request.handler(
        chunk -> {
          if (answering) {
            drop(chunk);
          } else if (body.add(chunk) instanceof IncomingBody.Refused refused) {
            permit.close();
            routing.vertx().cancelTimer(timer);
            refuse(answerTo(refused));
          }
        });
    request.endHandler(
        _ -> {
          routing.vertx().cancelTimer(timer);
          if (!answering) {
            answering = true;
            Request whole =
                new Request(
                    routing.pathParams(), query(), headers, body.bytes(), arrival, permit::reserve);
            Thread.ofVirtual().name("request-" + route.name()).start(() -> work(whole, permit));
          }
        });
  }

  /** On the request's own virtual thread. */
  private void work(Request whole, Admission.Permit permit) {
    Answer answer;
    try {
      answer = route.operation().answer(whole);
      if (headers.getOrDefault("accept-encoding", "").contains("gzip")) {
        answer = answer.compressed();
      }
    } catch (RuntimeException | StackOverflowError e) {
      String incident = "%08x".formatted(INCIDENTS.incrementAndGet());
      LOG.atError()
          .setCause(e)
          .addKeyValue("operation", route.name())
          .addKeyValue("incident", incident)
          .log("A request failed");
      answer =
          frame
              .errors()
              .error(500, "Service internal error: incident " + incident + ", see the node's log");
    }
    Answer last = answer;
    context.runOnContext(_ -> send(last, permit::close));
  }

  private Answer answerTo(IncomingBody.Refused refused) {
    return switch (refused) {
      case TOO_LARGE ->
          frame
              .errors()
              .error(
                  413,
                  "Payload too large: a body may have %d bytes, send the points in smaller batches"
                      .formatted(frame.limits().bodyBytes()));
      case NO_ROOM ->
          frame.errors().overloaded("Too many bytes of requests in flight, try again later");
      case BAD_LENGTH -> frame.errors().error(400, "Wrong input: content-length: not a number");
    };
  }

  /** Answers without having read the body. */
  private void refuse(Answer answer) {
    boolean first = !answering;
    answering = true;
    if (first && !request.isEnded()) {
      long timer = closeAfter(frame.limits().body());
      request.handler(this::drop);
      request.endHandler(_ -> routing.vertx().cancelTimer(timer));
      request.exceptionHandler(_ -> routing.vertx().cancelTimer(timer));
    }
    send(answer, () -> {});
  }

  private void drop(Buffer chunk) {
    dropped += chunk.length();
    if (dropped > MAX_DROPPED_BYTES) {
      request.connection().close();
    }
  }

  private void send(Answer answer, Runnable afterwards) {
    HttpServerResponse response = request.response();
    frame
        .meter()
        .answered(
            route.name(), answer.status(), Duration.between(arrival, frame.clock().instant()));
    if (response.closed() || response.ended()) {
      afterwards.run();
      return;
    }
    long timer = closeAfter(frame.limits().answer());
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response
        .end(Buffer.buffer(answer.body()))
        .onComplete(
            _ -> {
              routing.vertx().cancelTimer(timer);
              afterwards.run();
            });
  }

  private void leaveUnlessWorking(Admission.Permit permit) {
    if (!answering) {
      answering = true;
      permit.close();
    }
  }

  private long closeAfter(Duration wait) {
    return routing.vertx().setTimer(wait.toMillis(), _ -> request.connection().close());
  }

  private Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    routing.queryParams().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    return query;
  }

  private boolean fromLoopback() {
    String address = request.remoteAddress().hostAddress();
    return address != null
        && (address.startsWith("127.")
            || address.equals("::1")
            || address.equals("0:0:0:0:0:0:0:1")
            || address.startsWith("::ffff:127."));
  }
}
