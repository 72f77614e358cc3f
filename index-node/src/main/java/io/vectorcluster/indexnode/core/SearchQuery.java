package io.vectorcluster.indexnode.core;

import java.util.Optional;

/**
 * A search of one collection.
 *
 * @param using name of the vector space
 * @param limit how many points the answer holds at most
 * @param offset how many of the nearest are skipped
 * @param scoreThreshold the worst score an answer may hold
 * @param onMissingShard empty leaves it to the cluster's settings
 */
public record SearchQuery(
    String using,
    QueryTarget target,
    int limit,
    int offset,
    Optional<Float> scoreThreshold,
    SearchParams params,
    Selection selection,
    Optional<MissingShard> onMissingShard) {
  /** Limit and offset together: what every shard has to return for one request. */
  public static final int MAX_WANTED = 65_536;

  public SearchQuery {
    Require.range("limit", limit, 1, MAX_WANTED);
    Require.range("offset", offset, 0, MAX_WANTED);
    Require.range("limit + offset", (long) limit + offset, 1, MAX_WANTED);
  }

  /** How many hits each shard has to give so that the page is right. */
  public int wanted() {
    return limit + offset;
  }
}
