package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code batch} form of an upsert: ids, vectors and payloads as columns of one length. */
final class UpsertColumns {
  private static final List<String> FIELDS = List.of("ids", "vectors", "payloads");

  private final JsonBody json;
  private List<PointId> ids = List.of();
  private Map<String, List<Map<String, DenseVector>>> columns = Map.of();
  private List<Payload> payloads = List.of();

  private UpsertColumns(JsonBody json) {
    this.json = json;
  }

  static List<Mutation> read(JsonBody json) throws IOException {
    return new UpsertColumns(json).mutations();
  }

  private List<Mutation> mutations() throws IOException {
    json.object(
        name -> {
          switch (name) {
            case "ids" -> ids = readIds();
            case "vectors" -> columns = readVectors();
            case "payloads" -> payloads = readPayloads();
            default -> json.unknown(name, FIELDS);
          }
        });
    columns.forEach((name, column) -> checkLength("vectors `" + name + "`", column.size()));
    if (!payloads.isEmpty()) {
      checkLength("payloads", payloads.size());
    }
    List<Mutation> mutations = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Map<String, DenseVector> vectors = new HashMap<>();
      for (List<Map<String, DenseVector>> column : columns.values()) {
        vectors.putAll(column.get(i));
      }
      Payload payload = payloads.isEmpty() ? Payload.EMPTY : payloads.get(i);
      mutations.add(new Mutation.Upsert(new Point(ids.get(i), vectors, payload)));
    }
    return mutations;
  }

  private void checkLength(String column, int length) {
    if (length != ids.size()) {
      throw BadRequest.validation(
          "batch: number of ids and %s must be equal (%d != %d)"
              .formatted(column, ids.size(), length));
    }
  }

  private List<PointId> readIds() throws IOException {
    List<PointId> read = new ArrayList<>();
    json.array(
        () -> {
          UpsertBody.checkRoom(json, read.size());
          read.add(PointIds.read(json));
        });
    return read;
  }

  private Map<String, List<Map<String, DenseVector>>> readVectors() throws IOException {
    if (!json.isObject()) {
      return Map.of("", readColumn(""));
    }
    Map<String, List<Map<String, DenseVector>>> read = new TreeMap<>();
    json.object(
        name -> {
          if (!json.isNull()) {
            read.put(name, readColumn(name));
          }
        });
    return read;
  }

  /** Each row holds one vector, or none where the column has null. */
  private List<Map<String, DenseVector>> readColumn(String name) throws IOException {
    List<Map<String, DenseVector>> column = new ArrayList<>();
    json.array(() -> column.add(json.isNull() ? Map.of() : Map.of(name, json.vector())));
    return column;
  }

  private List<Payload> readPayloads() throws IOException {
    List<Payload> read = new ArrayList<>();
    if (!json.isNull()) {
      json.array(() -> read.add(UpsertBody.payload(json)));
    }
    return read;
  }
}
