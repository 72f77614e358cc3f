package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.engine.EngineDistance;
import io.vectorcluster.indexnode.engine.IndexHit;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an index found into what a shard answers: only points that the store still holds as
 * they were found (protocol R1), scored by their full-precision vectors, nearest first.
 */
final class HitCheck {
  private HitCheck() {}

  /**
   * @param found the index's hits, nearest first
   * @param stored the store's present records of them
   */
  static List<Hit> check(
      ShardSearch search,
      Distance distance,
      List<IndexHit> found,
      Map<PointId, StoredPoint> stored) {
    List<Hit> hits = new ArrayList<>(found.size());
    for (IndexHit hit : found) {
      @Nullable StoredPoint point = stored.get(hit.id());
      if (point == null || point.sequence() != hit.sequence()) {
        continue;
      }
      @Nullable DenseVector vector = point.point().vectors().get(search.using());
      if (vector == null) {
        continue;
      }
      float score =
          EngineDistance.toScore(
              distance,
              EngineDistance.between(distance, search.vector().values(), vector.values()));
      if (search.scoreThreshold().isEmpty()
          || distance.passes(score, search.scoreThreshold().get())) {
        hits.add(new Hit(score, Projection.of(point, search.selection())));
      }
    }
    Comparator<Hit> nearestFirst =
        (left, right) -> distance.compareScores(left.score(), right.score());
    hits.sort(nearestFirst.thenComparing(hit -> hit.point().point().id()));
    return hits.size() <= search.wanted() ? hits : hits.subList(0, search.wanted());
  }
}
