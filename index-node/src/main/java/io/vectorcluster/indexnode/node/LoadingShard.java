package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.internal.ReplicaInbox;
import io.vectorcluster.indexnode.replica.ShardReplica;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node's shard, also while its indexes are still being opened: the ports answer from the first
 * second (a probe that finds nobody would have the process killed in the middle of a rebuild), and
 * calls of the shard are refused until everything it holds can be found.
 */
final class LoadingShard implements ShardAccess, ReplicaInbox {
  /** A disk may take its time, but not for ever. */
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

  private volatile @Nullable ShardReplica opened;

  /** From now on calls are answered. */
  void opened(ShardReplica replica) {
    opened = replica;
  }

  /** The replica, once it is there. */
  Optional<ShardReplica> opened() {
    return Optional.ofNullable(opened);
  }

  /** Asks the replica for its own record. */
  <T> ShardAnswer<T> own(Function<ShardReplica, ShardAnswer<T>> question) {
    ShardReplica replica = opened;
    return replica != null ? question.apply(replica) : loading();
  }

  /** What other members say before the index is there is lost, as messages may be. */
  @Override
  public void receive(StoreId from, Message message, Runnable handled) {
    ShardReplica replica = opened;
    if (replica != null) {
      replica.receive(from, message, handled);
    } else {
      handled.run();
    }
  }

  @Override
  public void receive(StoreId from, List<PointsMessage> messages, Runnable handled) {
    ShardReplica replica = opened;
    if (replica != null) {
      replica.receive(from, messages, handled);
    } else {
      handled.run();
    }
  }

  /** What the replica says of its shard's members. */
  Optional<MemberReport> report() {
    return Optional.ofNullable(opened).flatMap(ShardReplica::report);
  }

  /** Whether the replica's thread came round not long ago. */
  boolean lives(Instant now) {
    ShardReplica replica = opened;
    return replica != null && replica.behind(now).compareTo(LONGEST_ROUND) < 0;
  }

  boolean isOpen() {
    return opened != null;
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    return when(shard -> shard.write(call, write));
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return when(shard -> shard.retrieve(call, collection, ids, selection));
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return when(shard -> shard.search(call, search));
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return when(shard -> shard.scroll(call, collection, query));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return when(shard -> shard.figures(call, collection));
  }

  private <T> ShardAnswer<T> when(Function<ShardAccess, ShardAnswer<T>> call) {
    return own(replica -> call.apply(replica.access()));
  }

  private static <T> ShardAnswer<T> loading() {
    return new ShardAnswer.Refused<>(
        Outcome.Reason.UNAVAILABLE, "this node is still loading its index: try again later");
  }
}
