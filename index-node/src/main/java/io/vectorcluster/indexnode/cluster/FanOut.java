package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.topology.ShardEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks several shards at the same time, each on a virtual thread, and waits for all of them.
 *
 * <p>No thread outlives the call that started it. How long that takes is bounded by the deadline
 * every shard holds to, how many there are by the number of shards.
 */
final class FanOut {
  private final ShardDirectory shards;

  FanOut(ShardDirectory shards) {
    this.shards = shards;
  }

  /** What one shard is asked. */
  interface Question<T> {
    ShardAnswer<T> ask(ShardAccess shard, ShardCall call);
  }

  record Ask<T>(ShardEntry entry, Question<T> question) {}

  record Reply<T>(ShardEntry entry, ShardAnswer<T> answer) {}

  /** One reply for each ask, in the same order. */
  <T> List<Reply<T>> all(List<Ask<T>> asks, long catalogVersion, Deadline deadline) {
    if (asks.size() == 1) {
      return List.of(one(asks.getFirst(), catalogVersion, deadline));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply<T>>> waiting = new ArrayList<>();
      for (Ask<T> ask : asks) {
        waiting.add(threads.submit(() -> one(ask, catalogVersion, deadline)));
      }
      List<Reply<T>> replies = new ArrayList<>();
      for (int i = 0; i < asks.size(); i++) {
        replies.add(reply(asks.get(i), waiting.get(i)));
      }
      return replies;
    }
  }

  private static <T> Reply<T> reply(Ask<T> ask, Future<Reply<T>> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply<>(
          ask.entry(), new ShardAnswer.Unreachable<>("interrupted while waiting for the shard"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking shard " + ask.entry().id() + " failed", e.getCause());
    }
  }

  private <T> Reply<T> one(Ask<T> ask, long catalogVersion, Deadline deadline) {
    ShardCall call = new ShardCall(ask.entry().epoch(), catalogVersion, deadline);
    return new Reply<>(ask.entry(), ask.question().ask(shards.shard(ask.entry()), call));
  }
}
