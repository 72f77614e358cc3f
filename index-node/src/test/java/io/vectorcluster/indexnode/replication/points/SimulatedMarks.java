package io.vectorcluster.indexnode.replication.points;

import java.util.Map;
import java.util.TreeMap;

/** Interesting states that runs are to reach, and how often they did. */
public final class SimulatedMarks {
  private final Map<String, Integer> counts = new TreeMap<>();

  public void add(String mark) {
    add(mark, 1);
  }

  public void add(String mark, int count) {
    if (count > 0) {
      counts.merge(mark, count, Integer::sum);
    }
  }

  void addAll(SimulatedMarks others) {
    others.counts.forEach(this::add);
  }

  Map<String, Integer> counts() {
    return counts;
  }
}
