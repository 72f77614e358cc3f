package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.core.Bytes;
import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.Observation;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Points and bytes as shown: refreshed when it is due and they have changed by a hundredth, so that
 * a figure that moves all the time does not make writes all the time.
 */
record Figures(@Nullable Long points, @Nullable String size) {
  static Figures of(Observation seen, List<ShardView> shards) {
    @Nullable Long before = seen.status().points();
    Figures kept = new Figures(before, seen.status().size());
    // Of the primaries: more copies are not more points.
    List<Answered> answers =
        shards.stream().flatMap(shard -> shard.primary().answer().stream()).toList();
    boolean complete = !shards.isEmpty() && answers.size() == shards.size();
    if (!seen.figuresDue() || !complete) {
      return kept;
    }
    long points = answers.stream().mapToLong(Answered::points).sum();
    return before != null && isNear(before, points)
        ? kept
        : new Figures(points, Bytes.text(bytes(answers)));
  }

  private static boolean isNear(long before, long now) {
    return (before == 0) == (now == 0) && Math.abs(now - before) * 100 < Math.max(before, 1);
  }

  private static long bytes(Collection<Answered> answers) {
    return answers.stream().mapToLong(answer -> answer.holdings().diskBytes()).sum();
  }
}
