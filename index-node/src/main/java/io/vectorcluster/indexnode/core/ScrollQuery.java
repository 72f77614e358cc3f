package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;
import java.util.Optional;

/**
 * A page of points in the order of their ids.
 *
 * @param from the first id of the page, inclusive; empty begins with the least
 */
public record ScrollQuery(Optional<PointId> from, int limit, Selection selection) {
  public static final int MAX_LIMIT = 65_536;

  public ScrollQuery {
    Require.range("limit", limit, 1, MAX_LIMIT);
  }
}
