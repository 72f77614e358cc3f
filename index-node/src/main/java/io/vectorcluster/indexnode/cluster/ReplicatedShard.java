package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ReadPolicy;
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
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A shard at all its replicas: writes and strong reads go to the primary, other reads to those that
 * the cluster's settings name. Where there is no primary, every member may be asked for everything.
 *
 * @param led whether there is a primary
 */
record ReplicatedShard(ShardEntry entry, MemberDirectory members, ReplicaChoice choice, boolean led)
    implements ShardAccess {

  /** A shard that has a store. */
  static ShardAccess of(
      ReplicationMode mode, ShardEntry entry, MemberDirectory members, ReplicaChoice choice) {
    return entry.replicas().members().size() == 1
        ? members.member(entry, entry.replicas().members().getFirst())
        : new ReplicatedShard(
            entry, members, choice, mode instanceof ReplicationMode.PrimaryReplica);
  }

  private ShardAccess primary() {
    return members.member(entry, entry.replicas().primaryMember().orElseThrow());
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    return led ? primary().write(call, write) : writeAnywhere(call, write);
  }

  /**
   * One replica takes the write. Another one only, if that has changed nothing; a write that may be
   * stored is known by who took it, and by nobody else (ADR 0091).
   */
  private ShardAnswer<Long> writeAnywhere(ShardCall call, ShardWrite write) {
    ShardAnswer<Long> worst = new ShardAnswer.Unreachable<>("no replica was asked");
    boolean uncertain = false;
    for (Member member : choice.writes(entry.replicas())) {
      ShardAnswer<Long> answer = members.member(entry, member).write(call, write);
      if (HedgedRead.isAnswer(answer)) {
        return answer;
      }
      choice.suspects().add(member.store());
      boolean untouched = answer instanceof ShardAnswer.Refused<Long>;
      if (!untouched && !write.repeated()) {
        return answer;
      }
      worst = untouched && uncertain ? worst : answer;
      uncertain |= !untouched;
    }
    return worst;
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return call.strong() && led
        ? primary().retrieve(call, collection, ids, selection)
        : anywhere(call, (shard, asked) -> shard.retrieve(asked, collection, ids, selection));
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return anywhere(call, (shard, asked) -> shard.search(asked, search));
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return anywhere(call, (shard, asked) -> shard.scroll(asked, collection, query));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return anywhere(call, (shard, asked) -> shard.figures(asked, collection));
  }

  private <T> ShardAnswer<T> anywhere(
      ShardCall call, BiFunction<ShardAccess, ShardCall, ShardAnswer<T>> question) {
    ReadPolicy policy = choice.policy().get();
    HedgedRead read = new HedgedRead(policy.hedgeAfter(), choice.suspects(), choice.loads());
    return read.ask(
        choice.reads(entry.replicas(), led, policy),
        ask ->
            question.apply(
                members.member(entry, ask.member()),
                call.with(ask.consistency(call.consistency()))));
  }
}
