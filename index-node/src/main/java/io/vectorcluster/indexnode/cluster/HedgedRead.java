package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.cluster.ReplicaChoice.Ask;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks one replica after the other until one answers, without waiting long for any but the last
 * (Dean, Barroso: The Tail at Scale, 2013).
 *
 * @param after how long one is waited for before the next is asked beside it
 */
record HedgedRead(Duration after, Suspects suspects, ReplicaLoads loads) {

  private record Reply<T>(Ask ask, ShardAnswer<T> answer) {}

  <T> ShardAnswer<T> ask(List<Ask> order, Function<Ask, ShardAnswer<T>> question) {
    if (order.size() == 1) {
      Ask only = order.getFirst();
      return asked(only, question, loads.begin(only.member().store()));
    }
    BlockingQueue<Reply<T>> replies = new LinkedBlockingQueue<>(order.size());
    Set<StoreId> failed = new HashSet<>();
    int next = 0;
    int open = 0;
    ReplicaLoads.@Nullable Call waitedFor = null;
    ShardAnswer<T> worst = new ShardAnswer.Unreachable<>("no replica was asked");
    try {
      while (open > 0 || next < order.size()) {
        boolean last = next == order.size();
        @Nullable Reply<T> reply = open == 0 ? null : await(replies, last);
        if (reply == null) {
          if (open > 0 && waitedFor != null) {
            waitedFor.overdue();
          }
          Ask ask = order.get(next++);
          if (!ask.again() || failed.contains(ask.member().store())) {
            waitedFor = start(ask, question, replies);
            open++;
          } else {
            waitedFor = null;
          }
          continue;
        }
        open--;
        if (isAnswer(reply.answer())) {
          return reply.answer();
        }
        failed.add(reply.ask().member().store());
        suspects.add(reply.ask().member().store());
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
    return last ? replies.take() : replies.poll(after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> ReplicaLoads.Call start(
      Ask ask, Function<Ask, ShardAnswer<T>> question, BlockingQueue<Reply<T>> replies) {
    ReplicaLoads.Call call = loads.begin(ask.member().store());
    Thread.startVirtualThread(() -> replies.add(new Reply<>(ask, asked(ask, question, call))));
    return call;
  }

  private static <T> ShardAnswer<T> asked(
      Ask ask, Function<Ask, ShardAnswer<T>> question, ReplicaLoads.Call call) {
    ShardAnswer<T> answer;
    try {
      answer = question.apply(ask);
    } catch (RuntimeException e) {
      answer = new ShardAnswer.Unreachable<>("asking a replica failed: " + e);
    }
    call.end(isAnswer(answer));
    return answer;
  }

  /** Whether another replica would not know better. */
  static <T> boolean isAnswer(ShardAnswer<T> answer) {
    return switch (answer) {
      case ShardAnswer.Answered<T> _, ShardAnswer.StaleTopology<T> _ -> true;
      case ShardAnswer.Refused<T>(Reason reason, String _) ->
          reason != Reason.UNAVAILABLE && reason != Reason.OVERLOADED;
      case ShardAnswer.Unreachable<T> _ -> false;
    };
  }
}
