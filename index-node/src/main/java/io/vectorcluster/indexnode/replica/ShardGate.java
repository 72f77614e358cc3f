package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.EpochCheck;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges calls by the epoch they carry (protocol T2).
 *
 * @param shard the shard this replica holds
 */
record ShardGate(ShardId shard, TopologySource topologies) {

  static final String NO_TOPOLOGY =
      "this node has not been given a topology yet: wait until the cluster is ready";

  static String newer(ShardId shard, long own, long asked) {
    return "shard %s has adopted epoch %d and is asked for epoch %d: try again"
        .formatted(shard, own, asked);
  }

  /** Whether a call may be served, and by which topology. */
  sealed interface Passage {
    record Open(Topology topology) implements Passage {}

    /**
     * No.
     *
     * @param newer the caller's topology is older than this one; null for a refusal
     */
    record Closed(@Nullable Topology newer, String message) implements Passage {

      /** The answer to a call, of whatever type its value would have had. */
      <T> ShardAnswer<T> answerOf() {
        return newer != null
            ? new ShardAnswer.StaleTopology<>(newer)
            : new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, message);
      }
    }
  }

  Passage judge(ShardCall call) {
    Optional<Topology> adopted = topologies.current();
    if (adopted.isEmpty()) {
      return closed(NO_TOPOLOGY);
    }
    Topology topology = adopted.get();
    return switch (EpochCheck.of(topology, shard, call.shardEpoch())) {
      case EpochCheck.Current _ -> new Passage.Open(topology);
      case EpochCheck.CallerOlder(Topology newer) -> new Passage.Closed(newer, "");
      case EpochCheck.CallerNewer(long epoch) -> closed(newer(shard, topology.epoch(), epoch));
    };
  }

  private static Passage closed(String message) {
    return new Passage.Closed(null, message);
  }
}
