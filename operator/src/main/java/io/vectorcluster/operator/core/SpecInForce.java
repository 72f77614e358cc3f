package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.IntentParser;
import io.vectorcluster.operator.intent.ParsedIntent;
import io.vectorcluster.operator.intent.ParsedIntent.Accepted;
import io.vectorcluster.operator.intent.ParsedIntent.Invalid;
import io.vectorcluster.operator.intent.RunPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which spec is acted on: the one written, unless it is invalid or a pause holds it back. Then it
 * is the last one that was acted on, which the VectorTopology remembers.
 *
 * @param intent empty if there never was one
 * @param paused whether the spec written asks for a pause
 * @param toRemember a spec that is in force now and is not remembered yet
 */
record SpecInForce(
    Optional<Intent> intent,
    boolean paused,
    Optional<VectorClusterSpec> toRemember,
    List<Blocker> blockers) {

  static SpecInForce of(Request request, Observation seen) {
    Optional<ObservedRecord> record = seen.record();
    @Nullable VectorClusterSpec remembered =
        record.map(ObservedRecord::memory).map(VectorTopologySpec::accepted).orElse(null);
    ParsedIntent written = parse(request, request.spec());
    Optional<Intent> before =
        remembered == null
            ? Optional.empty()
            : accepted(remembered.equals(request.spec()) ? written : parse(request, remembered));
    return switch (written) {
      case Invalid invalid -> invalid(before, invalid);
      case Accepted(Intent now) -> {
        if (before.isPresent()
            && IntentParser.checkChange(before.get(), now) instanceof Invalid invalid) {
          yield invalid(before, invalid);
        }
        if (now.runPolicy() == RunPolicy.PAUSED) {
          // A record that was lost is rebuilt also now (T1): what it remembered went with it.
          yield before.isEmpty() && seen.status().topology() != null
              ? new SpecInForce(Optional.of(now), true, Optional.of(request.spec()), List.of())
              : paused(before, now);
        }
        yield new SpecInForce(
            Optional.of(now),
            false,
            request.spec().equals(remembered) ? Optional.empty() : Optional.of(request.spec()),
            List.of());
      }
    };
  }

  private static ParsedIntent parse(Request request, VectorClusterSpec spec) {
    return IntentParser.parse(request.cluster().name(), spec);
  }

  private static Optional<Intent> accepted(ParsedIntent parsed) {
    return parsed instanceof Accepted(Intent intent) ? Optional.of(intent) : Optional.empty();
  }

  private static SpecInForce invalid(Optional<Intent> before, Invalid invalid) {
    Blocker blocker = new Blocker(BlockerId.SPEC_INVALID, Operation.CHANGE, invalid.message());
    return new SpecInForce(before, false, Optional.empty(), List.of(blocker));
  }

  private static SpecInForce paused(Optional<Intent> before, Intent now) {
    boolean waits =
        before.map(intent -> !intent.withRunPolicy(RunPolicy.PAUSED).equals(now)).orElse(true);
    List<Blocker> blockers =
        waits
            ? List.of(
                new Blocker(
                    BlockerId.PAUSED,
                    Operation.CHANGE,
                    "changes of the spec wait: set spec.runPolicy to Running"))
            : List.of();
    return new SpecInForce(before, true, Optional.empty(), blockers);
  }
}
