package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.topology.PointId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bodies that name points: retrieve, delete, scroll and count. */
final class PointsBody {
  private PointsBody() {}

  record Retrieve(List<PointId> ids, Selection selection, PayloadChoice payload) {}

  record Scroll(ScrollQuery query, PayloadChoice payload) {}

  static Retrieve retrieve(byte[] body) {
    return JsonBody.read(
        body,
        json -> {
          var read =
              new Object() {
                @Nullable List<PointId> ids;
                PayloadChoice payload = PayloadChoice.of(true);
                Optional<Set<String>> vectors = Optional.of(Set.of());
              };
          json.object(
              name -> {
                switch (name) {
                  case "ids" -> read.ids = PointIds.readList(json);
                  case "with_payload" ->
                      read.payload = PayloadChoice.read(json, PayloadChoice.of(true));
                  case "with_vector", "with_vectors" -> read.vectors = VectorChoice.read(json);
                  case "shard_key" -> json.unsupported(name);
                  default -> json.unknown(name, List.of("ids", "with_payload", "with_vector"));
                }
              });
          if (read.ids == null) {
            throw json.problem("missing field `ids`");
          }
          return new Retrieve(
              read.ids, new Selection(read.payload.wanted(), read.vectors), read.payload);
        });
  }

  static List<Mutation> delete(byte[] body) {
    return JsonBody.read(
        body,
        json -> {
          var read =
              new Object() {
                @Nullable List<PointId> ids;
              };
          json.object(
              name -> {
                switch (name) {
                  case "points" -> read.ids = PointIds.readList(json);
                  // An empty filter would mean every point: here only null is harmless.
                  case "filter" -> {
                    if (!json.isNull()) {
                      throw BadRequest.unsupported("filter");
                    }
                  }
                  case "shard_key" -> json.unsupported(name);
                  default -> json.unknown(name, List.of("points"));
                }
              });
          if (read.ids == null) {
            throw json.problem("missing field `points`");
          }
          return read.ids.stream().<Mutation>map(Mutation.Delete::new).toList();
        });
  }

  static Scroll scroll(byte[] body) {
    return JsonBody.read(
        body,
        json -> {
          var read =
              new Object() {
                Optional<PointId> offset = Optional.empty();
                int limit = Question.DEFAULT_LIMIT;
                PayloadChoice payload = PayloadChoice.of(true);
                Optional<Set<String>> vectors = Optional.of(Set.of());
              };
          json.object(
              name -> {
                switch (name) {
                  case "offset" ->
                      read.offset =
                          json.isNull() ? Optional.empty() : Optional.of(PointIds.read(json));
                  case "limit" ->
                      read.limit = json.isNull() ? Question.DEFAULT_LIMIT : json.integer();
                  case "with_payload" ->
                      read.payload = PayloadChoice.read(json, PayloadChoice.of(true));
                  case "with_vector", "with_vectors" -> read.vectors = VectorChoice.read(json);
                  case "filter", "order_by", "shard_key" -> json.unsupported(name);
                  default ->
                      json.unknown(name, List.of("offset", "limit", "with_payload", "with_vector"));
                }
              });
          Selection selection = new Selection(read.payload.wanted(), read.vectors);
          return new Scroll(new ScrollQuery(read.offset, read.limit, selection), read.payload);
        });
  }

  /** Nothing is left of the body of a count: every count is exact. */
  static void count(byte[] body) {
    boolean _ =
        JsonBody.read(
            body,
            json -> {
              json.object(
                  name -> {
                    switch (name) {
                      case "exact" -> json.wish();
                      case "filter", "shard_key" -> json.unsupported(name);
                      default -> json.unknown(name, List.of("exact"));
                    }
                  });
              return true;
            });
  }
}
