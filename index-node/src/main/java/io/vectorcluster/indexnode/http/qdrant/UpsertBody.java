package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an upsert: a list of {@code points}, or a {@code batch} of columns. */
final class UpsertBody {
  private static final List<String> FIELDS = List.of("points", "batch");
  private static final List<String> POINT_FIELDS = List.of("id", "vector", "payload");

  private final JsonBody json;
  private final List<Mutation> mutations = new ArrayList<>();
  private boolean given;

  private UpsertBody(JsonBody json) {
    this.json = json;
  }

  static List<Mutation> parse(byte[] body) {
    return JsonBody.read(body, json -> new UpsertBody(json).read());
  }

  private List<Mutation> read() throws IOException {
    json.object(
        name -> {
          switch (name) {
            case "points" -> {
              begin();
              json.array(
                  () -> {
                    checkRoom(json, mutations.size());
                    mutations.add(new Mutation.Upsert(point()));
                  });
            }
            case "batch" -> {
              begin();
              mutations.addAll(UpsertColumns.read(json));
            }
            case "shard_key", "update_filter" -> json.unsupported(name);
            case "update_mode" -> {
              if (!json.isNull() && !json.text().equals("upsert")) {
                throw BadRequest.unsupported("update_mode other than upsert");
              }
            }
            default -> json.unknown(name, FIELDS);
          }
        });
    if (!given) {
      throw json.problem("missing field `points` or `batch`");
    }
    return mutations;
  }

  /** Refuses a point too many before it is read. */
  static void checkRoom(JsonBody json, int points) {
    if (points == ShardWrite.MAX_CHANGES) {
      throw json.problem("at most " + ShardWrite.MAX_CHANGES + " points in one request");
    }
  }

  /** Of a repeated field the last one counts. */
  private void begin() {
    given = true;
    mutations.clear();
  }

  private Point point() throws IOException {
    var builder =
        new Object() {
          @Nullable PointId id;
          Map<String, DenseVector> vectors = Map.of();
          Payload payload = Payload.EMPTY;
        };
    json.object(
        name -> {
          switch (name) {
            case "id" -> builder.id = PointIds.read(json);
            case "vector", "vectors" -> builder.vectors = vectors(json);
            case "payload" -> builder.payload = payload(json);
            default -> json.unknown(name, POINT_FIELDS);
          }
        });
    if (builder.id == null) {
      throw json.problem("missing field `id`");
    }
    return new Point(builder.id, builder.vectors, builder.payload);
  }

  /** One vector without a name, or vectors by name; null for none. */
  static Map<String, DenseVector> vectors(JsonBody json) throws IOException {
    if (json.isNull()) {
      return Map.of();
    }
    if (!json.isObject()) {
      return Map.of("", json.vector());
    }
    Map<String, DenseVector> vectors = new HashMap<>();
    json.object(
        name -> {
          if (!json.isNull()) {
            vectors.put(name, json.vector());
          }
        });
    return vectors;
  }

  /** An object as compact text; null for none. */
  static Payload payload(JsonBody json) throws IOException {
    if (json.isNull()) {
      return Payload.EMPTY;
    }
    if (!json.isObject()) {
      throw json.problem("payload: expected an object");
    }
    JsonNode tree = json.tree();
    return tree.isEmpty() ? Payload.EMPTY : new Payload(tree.toString());
  }
}
