package io.vectorcluster.indexnode.engine.usearch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which segments to rebuild: those of which more than 30 % serve nobody, and small ones together,
 * so that a search has few graphs to walk. Read under the index's lock.
 */
final class CompactionPlan {
  private static final double WORN_SHARE = 0.3;

  /** A sealed segment below this part of the capacity is small. */
  private static final int SMALL_PART = 4;

  /** So many small segments are merged even if none of them is worn. */
  private static final int SMALL_MANY = 4;

  /** The part of its capacity that an open segment must have used before it is worth sealing. */
  private static final int LEAST_PART = 16;

  private CompactionPlan() {}

  static boolean worn(Segment segment) {
    return segment.sealed() && segment.deadShare() > WORN_SHARE;
  }

  static boolean wornWhenSealed(Segment segment) {
    return segment.deadShare() > WORN_SHARE
        && segment.liveRows() + segment.deadRows() >= segment.capacity() / LEAST_PART;
  }

  /** The segments to rebuild into one; empty if that would not pay. */
  static List<Segment> choose(List<Segment> segments) {
    List<Segment> worn = segments.stream().filter(CompactionPlan::worn).toList();
    List<Segment> small =
        segments.stream()
            .filter(segment -> segment.sealed() && !worn(segment))
            .filter(segment -> segment.liveRows() <= segment.capacity() / SMALL_PART)
            .sorted(Comparator.comparingInt(Segment::liveRows))
            .toList();
    if (worn.isEmpty() && small.size() < SMALL_MANY) {
      return List.of();
    }
    List<Segment> chosen = new ArrayList<>();
    int rows = 0;
    for (List<Segment> candidates : List.of(worn, small)) {
      for (Segment segment : candidates) {
        if (rows + segment.liveRows() <= segment.capacity()) {
          chosen.add(segment);
          rows += segment.liveRows();
        }
      }
    }
    return chosen;
  }
}
