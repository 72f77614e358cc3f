package io.vectorcluster.operator.kubernetes;

import io.vectorcluster.operator.core.NodeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When status may show other figures: ten minutes after the last time, or a minute after it if they
 * have stopped moving; at once if it shows none yet. Forgetting costs one write, so this may live
 * in memory.
 */
final class FigureClock {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration SETTLED = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private record Seen(long points, Instant shown) {}

  private final Map<String, Seen> clusters =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean isDue(
      String uid, boolean shownBefore, Collection<NodeAnswer> answers, Instant now) {
    long points = 0;
    for (NodeAnswer answer : answers) {
      if (answer instanceof NodeAnswer.Answered answered) {
        points += answered.points();
      }
    }
    @Nullable Seen before = clusters.get(uid);
    if (before == null || !shownBefore) {
      clusters.put(uid, new Seen(points, now));
      return !shownBefore;
    }
    Duration since = Duration.between(before.shown(), now);
    boolean settled = before.points() == points && since.compareTo(SETTLED) >= 0;
    boolean due = settled || since.compareTo(LONGEST) >= 0;
    clusters.put(uid, new Seen(points, due ? now : before.shown()));
    return due;
  }
}
