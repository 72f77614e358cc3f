package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.http.web.Request;
import io.vectorcluster.indexnode.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries and searches, alone and in batches. Every answer states which shards it rests on. */
final class SearchOperations {
  private final DataService service;
  private final Metrics metrics;
  private final InstantSource clock;
  private final long answerBytes;

  SearchOperations(DataService service, Metrics metrics, InstantSource clock, long answerBytes) {
    this.service = service;
    this.metrics = metrics;
    this.clock = clock;
    this.answerBytes = answerBytes;
  }

  /** An answer's list of points, and what it cost if it was a search. */
  private record Found(Reply.Result points, Optional<SearchAnswer> answer) {}

  Reply query(Request request, Parameters parameters) {
    Question question =
        QueryBody.parse(request.body(), QueryBody.Form.QUERY, parameters.onMissingShard());
    return one(request, parameters, question, found -> wrapped(found.points()));
  }

  Reply search(Request request, Parameters parameters) {
    Question question =
        QueryBody.parse(request.body(), QueryBody.Form.SEARCH, parameters.onMissingShard());
    return one(request, parameters, question, Found::points);
  }

  Reply queryBatch(Request request, Parameters parameters) {
    List<Question> questions =
        QueryBody.parseBatch(request.body(), QueryBody.Form.QUERY, parameters.onMissingShard());
    return batch(request, parameters, questions, found -> wrapped(found.points()));
  }

  Reply searchBatch(Request request, Parameters parameters) {
    List<Question> questions =
        QueryBody.parseBatch(request.body(), QueryBody.Form.SEARCH, parameters.onMissingShard());
    return batch(request, parameters, questions, Found::points);
  }

  /** How a list of points lies in an answer: queries put it into an object. */
  private interface Shape {
    Reply.Result of(Found found);
  }

  private static Reply.Result wrapped(Reply.Result points) {
    return out -> {
      out.writeStartObject();
      out.writeFieldName("points");
      points.write(out);
      out.writeEndObject();
    };
  }

  private Reply one(Request request, Parameters parameters, Question question, Shape shape) {
    return switch (ask(request, parameters, question)) {
      case Asked.Answered(Found found) ->
          new Reply.Done(
              shape.of(found), SearchHeaders.of(request, found.answer().stream().toList()));
      case Asked.Refused(Reply reply) -> reply;
    };
  }

  private Reply batch(
      Request request, Parameters parameters, List<Question> questions, Shape shape) {
    List<Reply.Result> results = new ArrayList<>();
    List<SearchAnswer> answers = new ArrayList<>();
    for (Question question : questions) {
      switch (ask(request, parameters, question)) {
        case Asked.Answered(Found found) -> {
          results.add(shape.of(found));
          found.answer().ifPresent(answers::add);
        }
        case Asked.Refused(Reply reply) -> {
          return reply;
        }
      }
    }
    return new Reply.Done(
        out -> {
          out.writeStartArray();
          for (Reply.Result result : results) {
            result.write(out);
          }
          out.writeEndArray();
        },
        SearchHeaders.of(request, answers));
  }

  /** What came of one question. */
  private sealed interface Asked {
    record Answered(Found found) implements Asked {}

    record Refused(Reply reply) implements Asked {}
  }

  private Asked ask(Request request, Parameters parameters, Question question) {
    service
        .catalog()
        .find(CollectionOperations.name(request))
        .ifPresent(
            c ->
                AnswerBytes.check(c.config(), question.selection(), question.limit(), answerBytes));
    Instant start = clock.instant();
    Asked asked =
        switch (question) {
          case Question.Near near -> near(request, parameters, near);
          case Question.InOrder inOrder -> inOrder(request, parameters, inOrder);
        };
    metrics.queried(Duration.between(start, clock.instant()), asked instanceof Asked.Answered);
    return asked;
  }

  private Asked near(Request request, Parameters parameters, Question.Near near) {
    String collection = CollectionOperations.name(request);
    Outcome<SearchAnswer> outcome =
        service.search(collection, near.search(), parameters.deadline());
    PointWriter writer = PointWriter.of(near.payload(), near.search().selection());
    return switch (outcome) {
      case Outcome.Done<SearchAnswer>(SearchAnswer answer) ->
          new Asked.Answered(
              new Found(out -> writer.hits(out, answer.hits()), Optional.of(answer)));
      case Outcome.Rejected<SearchAnswer> rejected ->
          new Asked.Refused(
              near.search().target() instanceof QueryTarget.NearestTo
                  ? Reply.of(rejected, _ -> Reply.of(false))
                  : Reply.ofCollection(collection, rejected, _ -> Reply.of(false)));
    };
  }

  private Asked inOrder(Request request, Parameters parameters, Question.InOrder question) {
    String collection = CollectionOperations.name(request);
    PointWriter writer = PointWriter.of(question.payload(), question.selection());
    return switch (service.scroll(collection, question.scroll(), parameters.deadline())) {
      case Outcome.Done<ScrollPage>(ScrollPage page) ->
          new Asked.Answered(
              new Found(
                  out ->
                      writer.unscored(out, page.points().stream().skip(question.offset()).toList()),
                  Optional.empty()));
      case Outcome.Rejected<ScrollPage> rejected ->
          new Asked.Refused(Reply.ofCollection(collection, rejected, _ -> Reply.of(false)));
    };
  }
}
