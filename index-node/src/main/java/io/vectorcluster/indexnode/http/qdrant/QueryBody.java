package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The body of a query, and of the older search; both alone and in a batch. */
final class QueryBody {
  /** Searches of one batch: they run one after the other within one deadline. */
  static final int MAX_BATCH = 128;

  private static final List<String> FIELDS =
      List.of(
          "query",
          "vector",
          "using",
          "params",
          "score_threshold",
          "limit",
          "offset",
          "with_payload",
          "with_vector");

  /** Which of the two request forms a body has. */
  enum Form {
    /** {@code query} with a target of many kinds; limit is 10 if it is absent. */
    QUERY,
    /** {@code vector} or {@code {name, vector}}; limit must be there. */
    SEARCH
  }

  private final JsonBody json;
  private final Form form;
  private final Optional<MissingShard> onMissingShard;
  private Optional<QueryTarget> target = Optional.empty();
  private String using = "";
  private Optional<Integer> limit = Optional.empty();
  private int offset;
  private Optional<Float> scoreThreshold = Optional.empty();
  private SearchParams params = SearchParams.DEFAULT;
  private PayloadChoice payload = PayloadChoice.of(false);
  private Optional<Set<String>> vectors = Optional.of(Set.of());

  private QueryBody(JsonBody json, Form form, Optional<MissingShard> onMissingShard) {
    this.json = json;
    this.form = form;
    this.onMissingShard = onMissingShard;
  }

  static Question parse(byte[] body, Form form, Optional<MissingShard> onMissingShard) {
    return JsonBody.read(body, json -> new QueryBody(json, form, onMissingShard).read());
  }

  static List<Question> parseBatch(byte[] body, Form form, Optional<MissingShard> onMissingShard) {
    return JsonBody.read(
        body,
        json -> {
          List<Question> questions = new ArrayList<>();
          List<Boolean> given = new ArrayList<>();
          json.object(
              name -> {
                if (name.equals("searches")) {
                  given.add(true);
                  questions.clear();
                  json.array(
                      () -> {
                        if (questions.size() == MAX_BATCH) {
                          throw json.problem("at most " + MAX_BATCH + " searches in one batch");
                        }
                        questions.add(new QueryBody(json, form, onMissingShard).read());
                      });
                } else {
                  json.unknown(name, List.of("searches"));
                }
              });
          if (given.isEmpty()) {
            throw json.problem("missing field `searches`");
          }
          return questions;
        });
  }

  private Question read() throws IOException {
    json.object(this::field);
    if (form == Form.SEARCH && target.isEmpty()) {
      throw json.problem("missing field `vector`");
    }
    if (form == Form.SEARCH && limit.isEmpty()) {
      throw json.problem("missing field `limit`");
    }
    return Question.of(
        target,
        using,
        limit.orElse(Question.DEFAULT_LIMIT),
        offset,
        scoreThreshold,
        params,
        new Selection(payload.wanted(), vectors),
        payload,
        onMissingShard);
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "query" -> {
        if (form == Form.SEARCH) {
          json.unknown(name, FIELDS);
        }
        target = json.isNull() ? Optional.empty() : Optional.of(readTarget());
      }
      case "vector" -> {
        if (form == Form.QUERY) {
          json.unknown(name, FIELDS);
        } else if (!json.isNull()) {
          readSearchVector();
        }
      }
      case "using" -> using = json.isNull() ? "" : json.text();
      case "params" -> params = json.isNull() ? SearchParams.DEFAULT : readParams();
      case "score_threshold" ->
          scoreThreshold = json.isNull() ? Optional.empty() : Optional.of(json.number());
      case "limit" -> limit = json.isNull() ? Optional.empty() : Optional.of(json.integer());
      case "offset" -> offset = json.isNull() ? 0 : json.integer();
      case "with_payload" -> payload = PayloadChoice.read(json, PayloadChoice.of(false));
      case "with_vector", "with_vectors" -> vectors = VectorChoice.read(json);
      case "filter", "prefetch", "lookup_from", "shard_key" -> json.unsupported(name);
      default -> json.unknown(name, FIELDS);
    }
  }

  private QueryTarget readTarget() throws IOException {
    if (json.isArray()) {
      return new QueryTarget.Nearest(json.vector());
    }
    if (!json.isObject()) {
      return new QueryTarget.NearestTo(PointIds.read(json));
    }
    List<QueryTarget> found = new ArrayList<>();
    json.object(
        name -> {
          switch (name) {
            case "nearest" ->
                found.add(
                    json.isIntegerOrString()
                        ? new QueryTarget.NearestTo(PointIds.read(json))
                        : new QueryTarget.Nearest(json.vector()));
            case "mmr" -> json.unsupported("query.mmr");
            default -> throw BadRequest.unsupported("query." + WellFormed.brief(name));
          }
        });
    if (found.isEmpty()) {
      throw json.problem("query: missing field `nearest`");
    }
    return found.getLast();
  }

  /** {@code [..]} or {@code {"name": .., "vector": [..]}}. */
  private void readSearchVector() throws IOException {
    if (!json.isObject()) {
      target = Optional.of(new QueryTarget.Nearest(json.vector()));
      return;
    }
    json.object(
        name -> {
          switch (name) {
            case "name" -> using = json.text();
            case "vector" -> target = Optional.of(new QueryTarget.Nearest(json.vector()));
            default -> json.unknown(name, List.of("name", "vector"));
          }
        });
  }

  private SearchParams readParams() throws IOException {
    var read =
        new Object() {
          int ef;
          boolean exact;
        };
    json.object(
        name -> {
          switch (name) {
            case "hnsw_ef" -> read.ef = json.isNull() ? 0 : json.integer();
            case "exact" -> read.exact = json.wish();
            case "indexed_only" -> {
              if (json.wish()) {
                throw BadRequest.unsupported("params.indexed_only");
              }
            }
            // Both only trade accuracy for speed, and what they tune is not there.
            case "quantization", "acorn" -> json.skip();
            default -> json.unknown(name, List.of("hnsw_ef", "exact", "quantization"));
          }
        });
    return new SearchParams(read.ef, read.exact);
  }
}
