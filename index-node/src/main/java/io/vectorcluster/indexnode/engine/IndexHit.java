package io.vectorcluster.indexnode.engine;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.topology.PointId;
import java.util.Comparator;

/**
 * A point near a query.
 *
 * @param sequence the one its vector was put with
 * @param distance lower is nearer: cosine {@code 1 - cos}, dot {@code 1 - dot}, Euclid the squared
 *     distance, Manhattan the sum of differences; for one-bit vectors the number of differing signs
 */
public record IndexHit(PointId id, long sequence, float distance) {
  /** Nearest first, at equal distance by id, so that answers do not depend on chance. */
  public static final Comparator<IndexHit> NEAREST_FIRST =
      Comparator.comparingDouble((IndexHit hit) -> hit.distance).thenComparing(IndexHit::id);

  /** The score in the data API's unit; means nothing for one-bit vectors, which need rescoring. */
  public float score(Distance metric) {
    return EngineDistance.toScore(metric, distance);
  }
}
