package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.CollectionDefaults;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.http.access.Role;
import io.vectorcluster.indexnode.http.web.Answer;
import io.vectorcluster.indexnode.http.web.ErrorStyle;
import io.vectorcluster.indexnode.http.web.Operation;
import io.vectorcluster.indexnode.http.web.Request;
import io.vectorcluster.indexnode.http.web.Routes;
import io.vectorcluster.indexnode.metrics.Metrics;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The endpoints of the data API. */
public final class DataApi {
  /** Errors in the API's envelope. */
  public static final ErrorStyle ERRORS =
      (status, message) -> Envelope.failed(status, message, Duration.ZERO);

  private static final String COLLECTION = "/collections/:collection";
  private static final String POINTS = COLLECTION + "/points";

  private final CollectionOperations collections;
  private final PointOperations points;
  private final SearchOperations searches;
  private final InstantSource clock;
  private final long answerBytes;

  /**
   * The endpoints over a service.
   *
   * @param defaults asked for every collection that is created
   * @param answerBytes the longest answer
   */
  public DataApi(
      DataService service,
      Supplier<CollectionDefaults> defaults,
      Metrics metrics,
      InstantSource clock,
      long answerBytes) {
    this.collections = new CollectionOperations(service, defaults);
    this.points = new PointOperations(service, answerBytes);
    this.searches = new SearchOperations(service, metrics, clock, answerBytes);
    this.clock = clock;
    this.answerBytes = answerBytes;
  }

  /** An operation before its envelope. */
  @FunctionalInterface
  private interface Handling {
    Reply reply(Request request, Parameters parameters);
  }

  public void addTo(Routes routes) {
    routes
        .add(HttpMethod.GET, "/", Role.READ, "version", _ -> ServerVersion.answer())
        .add(HttpMethod.GET, "/collections", Role.READ, "collections", in(collections::list))
        .add(HttpMethod.GET, "/aliases", Role.READ, "aliases", in(collections::aliases))
        .add(HttpMethod.GET, COLLECTION, Role.READ, "collection", in(collections::info))
        .add(HttpMethod.GET, COLLECTION + "/exists", Role.READ, "exists", in(collections::exists))
        .add(HttpMethod.PUT, COLLECTION, Role.WRITE, "create", in(collections::create))
        .add(HttpMethod.PATCH, COLLECTION, Role.WRITE, "update", in(collections::update))
        .add(HttpMethod.DELETE, COLLECTION, Role.WRITE, "drop", in(collections::delete))
        .add(HttpMethod.PUT, POINTS, Role.WRITE, "upsert", in(points::upsert))
        .add(HttpMethod.POST, POINTS, Role.READ, "retrieve", in(points::retrieve))
        .add(HttpMethod.POST, POINTS + "/delete", Role.WRITE, "delete", in(points::delete))
        .add(HttpMethod.POST, POINTS + "/scroll", Role.READ, "scroll", in(points::scroll))
        .add(HttpMethod.POST, POINTS + "/count", Role.READ, "count", in(points::count))
        .add(HttpMethod.POST, POINTS + "/query", Role.READ, "query", in(searches::query))
        .add(
            HttpMethod.POST,
            POINTS + "/query/batch",
            Role.READ,
            "query_batch",
            in(searches::queryBatch))
        .add(HttpMethod.POST, POINTS + "/search", Role.READ, "search", in(searches::search))
        .add(
            HttpMethod.POST,
            POINTS + "/search/batch",
            Role.READ,
            "search_batch",
            in(searches::searchBatch))
        .add(HttpMethod.GET, POINTS + "/:id", Role.READ, "point", in(points::get));
  }

  private Operation in(Handling handling) {
    return request -> answer(handling, request);
  }

  private Answer answer(Handling handling, Request request) {
    Answer answer;
    try {
      Reply reply = handling.reply(request, Parameters.of(request));
      answer = Envelope.answer(reply, took(request), new AnswerBytes(answerBytes, request.room()));
    } catch (BadRequest e) {
      answer = Envelope.failed(e.status(), e.text(), took(request));
    }
    return answer.status() == 429 ? answer.with(ErrorStyle.RETRY_SOON) : answer;
  }

  private Duration took(Request request) {
    return Duration.between(request.arrival(), clock.instant());
  }
}
