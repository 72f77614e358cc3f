package io.vectorcluster.indexnode.core;

import java.util.HashMap;
import java.util.Map;

/**
 * A collection of the catalog.
 *
 * @param name 1 to 255 characters; never part of a path
 */
public record Collection(String name, CollectionNumber number, CollectionConfig config) {
  public static final int MAX_NAME = 255;

  public Collection {
    Require.range("collection name: length", name.length(), 1, MAX_NAME);
    Require.that(
        name.chars().noneMatch(c -> c < 0x20 || c == 0x7f || "/\\<>:\"|?*".indexOf(c) >= 0),
        "collection name: may not hold control characters nor any of / \\ < > : \" | ? *");
  }

  /** The point as it is stored (cosine vectors at unit length), or what is wrong with it. */
  public Outcome<Point> admit(Point point) {
    Map<String, DenseVector> admitted = new HashMap<>();
    for (Map.Entry<String, DenseVector> entry : point.vectors().entrySet()) {
      switch (admit(entry.getKey(), entry.getValue())) {
        case Outcome.Done<DenseVector>(DenseVector vector) -> admitted.put(entry.getKey(), vector);
        case Outcome.Rejected<DenseVector>(Outcome.Reason reason, String message) -> {
          return Outcome.rejected(reason, "point " + point.id() + ": " + message);
        }
      }
    }
    return Outcome.done(new Point(point.id(), admitted, point.payload()));
  }

  /** A vector of the space {@code using} as it is stored and compared, or what is wrong with it. */
  public Outcome<DenseVector> admit(String using, DenseVector vector) {
    VectorParams params = config.vectors().get(using);
    if (params == null) {
      return Outcome.rejected(
          Outcome.Reason.BAD_REQUEST,
          "Wrong input: Not existing vector name error: `%s`, use one of %s"
              .formatted(using, config.vectors().keySet()));
    }
    if (vector.size() != params.size()) {
      return Outcome.rejected(
          Outcome.Reason.BAD_REQUEST,
          "Wrong input: Vector dimension error: expected dim: %d, got %d"
              .formatted(params.size(), vector.size()));
    }
    if (params.distance() != Distance.COSINE) {
      return Outcome.done(vector);
    }
    if (vector.norm() == 0) {
      return Outcome.rejected(
          Outcome.Reason.BAD_REQUEST,
          "Wrong input: vector `%s`: all elements are zero, Cosine needs a vector with a direction"
              .formatted(using));
    }
    return Outcome.done(vector.normalized());
  }
}
