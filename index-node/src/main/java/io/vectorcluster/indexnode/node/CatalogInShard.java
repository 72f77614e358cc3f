package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.cluster.CatalogMapping;
import io.vectorcluster.indexnode.cluster.KeptCatalog;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.Optional;
import java.util.function.Supplier;

/** The catalog as the own record of shard 0. */
record CatalogInShard(TopologySource topologies, LoadingShard shard, Supplier<RequestId> requestIds)
    implements KeptCatalog {

  @Override
  public Outcome<Catalog> read(Deadline deadline) {
    Optional<Topology> topology = topologies.current();
    if (topology.isEmpty()) {
      return unavailable("this node has no topology yet");
    }
    int slots = topology.get().sharding().slots().count();
    ShardCall call = call(topology.get(), deadline);
    return outcome(shard.own(replica -> replica.readOwn(call, slots)))
        .map(record -> record.map(CatalogMapping::fromBytes).orElse(Catalog.EMPTY));
  }

  @Override
  public Outcome<Catalog> write(Catalog next, Deadline deadline) {
    Optional<Topology> topology = topologies.current();
    if (topology.isEmpty()) {
      return unavailable("this node has no topology yet");
    }
    ShardCall call = call(topology.get(), deadline);
    byte[] record = CatalogMapping.toBytes(next);
    return outcome(shard.own(replica -> replica.writeOwn(call, requestIds.get(), record)))
        .map(sequence -> next);
  }

  private static ShardCall call(Topology topology, Deadline deadline) {
    long epoch = topology.shard(ShardId.CATALOG).map(entry -> entry.epoch()).orElse(0L);
    return new ShardCall(epoch, 0, deadline, Consistency.STRONG);
  }

  private static <T> Outcome<T> outcome(ShardAnswer<T> answer) {
    return switch (answer) {
      case ShardAnswer.Answered<T>(T value) -> Outcome.done(value);
      case ShardAnswer.StaleTopology<T> _ -> unavailable("the topology has changed");
      case ShardAnswer.Refused<T>(Reason reason, String message) ->
          Outcome.rejected(reason, message);
      case ShardAnswer.Unreachable<T>(String message) -> unavailable(message);
    };
  }

  private static <T> Outcome<T> unavailable(String why) {
    return Outcome.rejected(
        Reason.UNAVAILABLE, "the catalog: %s; repeat the request".formatted(why));
  }
}
