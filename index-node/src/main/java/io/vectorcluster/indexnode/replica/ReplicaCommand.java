package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the replica's thread. */
sealed interface ReplicaCommand {

  /** What a caller waits for. */
  sealed interface Call<T> extends ReplicaCommand {
    ShardCall call();

    CompletableFuture<ShardAnswer<T>> answer();
  }

  /**
   * A batch of one caller.
   *
   * @param changes encoded by the caller's thread, each point once
   * @param repeated whether an earlier attempt may have changed something
   */
  record Write(
      ShardCall call,
      CollectionNumber collection,
      RequestId request,
      boolean repeated,
      List<Change> changes,
      CompletableFuture<ShardAnswer<Long>> answer)
      implements Call<Long> {}

  /** One change of a batch. */
  record Change(PointId id, LoggedWrite.Change change) {}

  /** The shard's own record, see {@link OwnRecord}. */
  record WriteOwn(
      ShardCall call,
      RequestId request,
      LoggedWrite.Change change,
      CompletableFuture<ShardAnswer<Long>> answer)
      implements Call<Long> {}

  /** Reads that must see every write acknowledged before them. */
  record Confirm(
      ShardCall call, List<PointKey> keys, CompletableFuture<ShardAnswer<Boolean>> answer)
      implements Call<Boolean> {}

  /** The newest records of points that a quorum knows, in the mode Quorum. */
  record ReadNewest(
      ShardCall call, List<PointKey> keys, CompletableFuture<ShardAnswer<List<Stored>>> answer)
      implements Call<List<Stored>> {}

  /** What another member says about points, in the modes without a primary. */
  record HeardPoints(StoreId from, List<PointsMessage> messages, Runnable handled)
      implements ReplicaCommand {}

  /** What another member says. */
  record Heard(StoreId from, Message message, Runnable handled) implements ReplicaCommand {}

  /** A slot of the store is damaged. */
  record SlotFailed(int slot) implements ReplicaCommand {}

  /** A newer topology, already on the disk. */
  record Adopt(Topology topology) implements ReplicaCommand {}

  /** Work that must see every write before it done, and none after it begun. */
  record Between(Runnable work) implements ReplicaCommand {}
}
