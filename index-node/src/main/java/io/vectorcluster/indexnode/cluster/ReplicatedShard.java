package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Outcome.Reason;
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
import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shard at all its replicas: writes and strong reads go to the primary, other reads to whichever
 * in-sync replica answers. Where there is no primary, every member may be asked for everything. A
 * replica that does not answer for a moment is not waited for: the next is asked beside it (Dean,
 * Barroso: The Tail at Scale, 2013).
 */
final class ReplicatedShard implements ShardAccess {
  private static final Duration HEDGE_AFTER = Duration.ofMillis(300);

  private final ShardEntry entry;
  private final MemberDirectory members;
  private final Suspects suspects;
  private final boolean led;

  /** In-sync members, or all where there is no primary, the best to ask first. */
  private final List<Member> order;

  private ReplicatedShard(
      ShardEntry entry,
      MemberDirectory members,
      Suspects suspects,
      boolean led,
      List<Member> order) {
    this.led = led;
    this.entry = entry;
    this.members = members;
    this.suspects = suspects;
    this.order = order;
  }

  /**
   * A shard that has a store.
   *
   * @param own this node's store, which is asked first if it can answer
   */
  static ShardAccess of(
      StoreId own,
      ReplicationMode mode,
      ShardEntry entry,
      MemberDirectory members,
      Suspects suspects) {
    boolean led = mode instanceof ReplicationMode.PrimaryReplica;
    Member primary = entry.replicas().primaryMember().orElseThrow();
    List<Member> order = new ArrayList<>();
    for (Member member : entry.replicas().members()) {
      if (!led || entry.replicas().isInSync(member.store())) {
        order.add(member);
      }
    }
    if (order.size() == 1) {
      return members.member(entry, primary);
    }
    order.sort(
        Comparator.<Member, Boolean>comparing(member -> suspects.has(member.store()))
            .thenComparing(member -> !member.store().equals(own))
            .thenComparing(member -> !entry.replicas().isInSync(member.store()))
            .thenComparing(member -> !member.equals(primary)));
    return new ReplicatedShard(entry, members, suspects, led, order);
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
    for (Member member : order) {
      ShardAnswer<Long> answer = members.member(entry, member).write(call, write);
      if (isAnswer(answer)) {
        return answer;
      }
      suspects.add(member.store());
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
        : anywhere(shard -> shard.retrieve(call, collection, ids, selection));
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return anywhere(shard -> shard.search(call, search));
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return anywhere(shard -> shard.scroll(call, collection, query));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return anywhere(shard -> shard.figures(call, collection));
  }

  private record Reply<T>(Member member, ShardAnswer<T> answer) {}

  /** Asks one replica after the other, without waiting long for any but the last. */
  private <T> ShardAnswer<T> anywhere(Function<ShardAccess, ShardAnswer<T>> question) {
    BlockingQueue<Reply<T>> replies = new LinkedBlockingQueue<>(order.size());
    int asked = 0;
    int answered = 0;
    ShardAnswer<T> worst = new ShardAnswer.Unreachable<>("no replica was asked");
    try {
      while (answered < order.size()) {
        @Nullable Reply<T> reply = answered == asked ? null : await(replies, asked == order.size());
        if (reply == null) {
          ask(order.get(asked++), question, replies);
          continue;
        }
        answered++;
        if (isAnswer(reply.answer())) {
          return reply.answer();
        }
        suspects.add(reply.member().store());
        worst = reply.answer();
      }
      return worst;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ShardAnswer.Unreachable<>("interrupted while waiting for the shard");
    }
  }

  private <T> @Nullable Reply<T> await(BlockingQueue<Reply<T>> replies, boolean last)
      throws InterruptedException {
    // Every call ends by its deadline, so that the last is waited for without a limit here.
    return last ? replies.take() : replies.poll(HEDGE_AFTER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> void ask(
      Member member,
      Function<ShardAccess, ShardAnswer<T>> question,
      BlockingQueue<Reply<T>> replies) {
    Thread.startVirtualThread(
        () -> {
          ShardAnswer<T> answer;
          try {
            answer = question.apply(members.member(entry, member));
          } catch (RuntimeException e) {
            answer = new ShardAnswer.Unreachable<>("asking a replica failed: " + e);
          }
          replies.add(new Reply<>(member, answer));
        });
  }

  /** Whether another replica would not know better. */
  private static <T> boolean isAnswer(ShardAnswer<T> answer) {
    return switch (answer) {
      case ShardAnswer.Answered<T> _, ShardAnswer.StaleTopology<T> _ -> true;
      case ShardAnswer.Refused<T>(Reason reason, String _) ->
          reason != Reason.UNAVAILABLE && reason != Reason.OVERLOADED;
      case ShardAnswer.Unreachable<T> _ -> false;
    };
  }
}
