package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.http.web.Request;
import io.vectorcluster.topology.ShardId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Headers of search answers: the coverage always ({@code 2/3}: of three shards two answered), the
 * cost if the request asks for it. Clients that do not know them do not see them.
 */
final class SearchHeaders {
  static final String COVERAGE = "x-vectorcluster-coverage";
  static final String DEBUG = "x-vectorcluster-debug";
  static final String DISTANCES = "x-vectorcluster-distances-computed";
  static final String SCANNED = "x-vectorcluster-scanned";

  private SearchHeaders() {}

  /** For a batch: a shard that one answer lacks counts as missing, costs are added. */
  static Map<String, String> of(Request request, List<SearchAnswer> answers) {
    if (answers.isEmpty()) {
      return Map.of();
    }
    int shards = 0;
    Set<ShardId> missing = new HashSet<>();
    SearchStats stats = SearchStats.NONE;
    for (SearchAnswer answer : answers) {
      shards = Math.max(shards, answer.coverage().shards());
      missing.addAll(answer.coverage().missing());
      stats = stats.plus(answer.stats());
    }
    Map<String, String> headers = new HashMap<>();
    headers.put(COVERAGE, (shards - missing.size()) + "/" + shards);
    if (request.flag(DEBUG)) {
      headers.put(DISTANCES, Long.toString(stats.distancesComputed()));
      headers.put(SCANNED, Long.toString(stats.scanned()));
    }
    return headers;
  }
}
