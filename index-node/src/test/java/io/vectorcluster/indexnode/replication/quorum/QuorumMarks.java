package io.vectorcluster.indexnode.replication.quorum;

import java.util.Map;
import java.util.TreeMap;

/** Interesting states that runs are to reach, and how often they did. */
final class QuorumMarks {
  final Map<String, Integer> counts = new TreeMap<>();

  void add(String mark) {
    counts.merge(mark, 1, Integer::sum);
  }

  void addAll(QuorumMarks others) {
    others.counts.forEach((mark, count) -> counts.merge(mark, count, Integer::sum));
  }
}
