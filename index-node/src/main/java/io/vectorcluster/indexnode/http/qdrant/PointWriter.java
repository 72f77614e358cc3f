package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes points into answers, as far as the request asked for their parts.
 *
 * @param payload which keys
 * @param vectors whether any
 */
record PointWriter(PayloadChoice payload, boolean vectors) {
  /** Points of a query without a target have this score. */
  private static final float NO_SCORE = 0;

  static PointWriter of(PayloadChoice payload, Selection selection) {
    return new PointWriter(payload, selection.wantsVectors());
  }

  void records(JsonGenerator out, List<StoredPoint> points) throws IOException {
    out.writeStartArray();
    for (StoredPoint point : points) {
      record(out, point);
    }
    out.writeEndArray();
  }

  void record(JsonGenerator out, StoredPoint point) throws IOException {
    out.writeStartObject();
    out.writeFieldName("id");
    id(out, point.point().id());
    content(out, point);
    out.writeEndObject();
  }

  void hits(JsonGenerator out, List<Hit> hits) throws IOException {
    out.writeStartArray();
    for (Hit hit : hits) {
      scored(out, hit.point(), hit.score());
    }
    out.writeEndArray();
  }

  void unscored(JsonGenerator out, List<StoredPoint> points) throws IOException {
    out.writeStartArray();
    for (StoredPoint point : points) {
      scored(out, point, NO_SCORE);
    }
    out.writeEndArray();
  }

  private void scored(JsonGenerator out, StoredPoint point, float score) throws IOException {
    out.writeStartObject();
    out.writeFieldName("id");
    id(out, point.point().id());
    out.writeNumberField("version", point.sequence());
    out.writeNumberField("score", score);
    content(out, point);
    out.writeEndObject();
  }

  private void content(JsonGenerator out, StoredPoint point) throws IOException {
    if (payload.wanted()) {
      out.writeFieldName("payload");
      out.writeRawValue(PayloadCut.apply(payload, point.point().payload()));
    }
    if (vectors) {
      out.writeFieldName("vector");
      vectors(out, point.point().vectors());
    }
  }

  /** The vector alone if it has no name. */
  private static void vectors(JsonGenerator out, Map<String, DenseVector> vectors)
      throws IOException {
    DenseVector unnamed = vectors.get("");
    if (unnamed != null && vectors.size() == 1) {
      vector(out, unnamed);
      return;
    }
    out.writeStartObject();
    for (Map.Entry<String, DenseVector> entry : new TreeMap<>(vectors).entrySet()) {
      out.writeFieldName(entry.getKey());
      vector(out, entry.getValue());
    }
    out.writeEndObject();
  }

  private static void vector(JsonGenerator out, DenseVector vector) throws IOException {
    out.writeStartArray();
    for (float value : vector.values()) {
      out.writeNumber(value);
    }
    out.writeEndArray();
  }

  static void id(JsonGenerator out, PointId id) throws IOException {
    switch (id) {
      case PointId.Numeric numeric -> out.writeNumber(numeric.toString());
      case PointId.Uuid uuid -> out.writeString(uuid.toString());
    }
  }
}
