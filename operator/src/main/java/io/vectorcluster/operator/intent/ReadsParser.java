package io.vectorcluster.operator.intent;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.topology.ReplicationMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.reads}; the same rules stand in the CRD. */
final class ReadsParser {
  private static final Duration LEAST_HEDGE = Duration.ofMillis(10);
  private static final Duration MOST_HEDGE = Duration.ofSeconds(10);

  private ReadsParser() {}

  static Reads parse(Checks checks, VectorClusterSpec.@Nullable Reads given, ReplicationMode mode) {
    if (given == null) {
      return Reads.DEFAULT;
    }
    Optional<Reads.From> from =
        given.from() == null
            ? Optional.empty()
            : Optional.of(
                checks.choice("reads.from", given.from(), Choices.FROM, Reads.From.IN_SYNC));
    checks.require(
        from.isEmpty() || mode instanceof ReplicationMode.PrimaryReplica,
        "reads.from",
        "belongs to replication.mode PrimaryReplica; leave it out");
    return new Reads(
        from,
        checks.choice(
            "reads.prefer", given.prefer(), Choices.PREFERENCES, Reads.Prefer.LEAST_LOADED),
        checks.duration(
            "reads.hedgeAfter",
            given.hedgeAfter(),
            LEAST_HEDGE,
            MOST_HEDGE,
            "use a time from 10ms to 10s, such as 50ms or 1s500ms"),
        checks.choice(
            "reads.onMissingShard",
            given.onMissingShard(),
            Choices.MISSING_SHARDS,
            Reads.MissingShard.FAIL));
  }
}
