package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A replica's part in the points of its shard, in a mode without a primary; of one thread. */
interface PointsRole {

  /**
   * What others may know of it; a little old.
   *
   * @param lacks why reads are not answered here; empty if they are
   * @param holding the replicas that hold what others may have acknowledged
   * @param conflicts writes that replaced one which their writer did not know
   */
  record Standing(Optional<String> lacks, Set<StoreId> holding, long conflicts) {}

  void adopt(Topology topology, long nowMs);

  /** Why operations are not taken just now; empty if they are. */
  Optional<String> refuses();

  /**
   * Takes a batch that was admitted.
   *
   * @param repeated whether an earlier attempt may have changed something
   */
  void write(
      Event.Write write, boolean repeated, CompletableFuture<ShardAnswer<Long>> answer, long nowMs);

  /** Reads what every write acknowledged before has left. */
  void read(List<PointKey> keys, CompletableFuture<ShardAnswer<List<Stored>>> answer, long nowMs);

  void hear(StoreId from, PointsMessage message, long nowMs);

  void tick(long nowMs);

  /** Sends what is to be sent, then does something on the disk; false if nothing is left. */
  boolean work(long nowMs);

  /** Ends the calls that wait: what was taken may be stored or not. */
  void abandon(String why);

  Standing standing();
}
