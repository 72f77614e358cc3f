package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;
import java.util.Map;

/**
 * A point as a caller gives it.
 *
 * @param vectors by name of the vector space, {@code ""} being the default one; cosine vectors are
 *     at unit length already
 */
public record Point(PointId id, Map<String, DenseVector> vectors, Payload payload) {
  public Point {
    vectors = Map.copyOf(vectors);
  }
}
