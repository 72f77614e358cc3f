package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;
import java.util.List;
import java.util.Optional;

/**
 * Points in the order of their ids.
 *
 * @param next the id the next page begins with; empty at the end
 */
public record ScrollPage(List<StoredPoint> points, Optional<PointId> next) {
  public ScrollPage {
    points = List.copyOf(points);
  }
}
