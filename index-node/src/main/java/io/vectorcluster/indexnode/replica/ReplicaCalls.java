package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that the replica has taken and not answered. Belongs to the replica's thread. */
final class ReplicaCalls {

  private interface Waiting {
    void end(Effect.Result result);
  }

  private final Map<Long, Waiting> waiting = new HashMap<>();
  private long last;

  /** A number for a write. */
  long write(CompletableFuture<ShardAnswer<Long>> answer) {
    waiting.put(++last, result -> answer.complete(written(result)));
    return last;
  }

  private static ShardAnswer<Long> written(Effect.Result result) {
    return switch (result) {
      case Effect.Result.Written written -> new ShardAnswer.Answered<>(written.sequence());
      case Effect.Result.MayRead _ -> throw new IllegalStateException("a write is no read");
      case Effect.Result.Refused(String why) -> refused(why);
      case Effect.Result.Unknown(String why) -> new ShardAnswer.Unreachable<>(why);
    };
  }

  /**
   * A number for one of several reads that are answered together.
   *
   * @param left how many are not confirmed yet
   */
  long read(CompletableFuture<ShardAnswer<Boolean>> answer, AtomicInteger left) {
    waiting.put(
        ++last,
        result -> {
          switch (result) {
            case Effect.Result.MayRead _ -> {
              if (left.decrementAndGet() == 0) {
                answer.complete(new ShardAnswer.Answered<>(true));
              }
            }
            case Effect.Result.Refused(String why) -> answer.complete(refused(why));
            case Effect.Result.Unknown(String why) -> answer.complete(refused(why));
            case Effect.Result.Written _ -> throw new IllegalStateException("a read is no write");
          }
        });
    return last;
  }

  private static <T> ShardAnswer<T> refused(String why) {
    return new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, why + ": repeat the request");
  }

  void end(long call, Effect.Result result) {
    Waiting caller = waiting.remove(call);
    if (caller != null) {
      caller.end(result);
    }
  }

  /** The replica has failed: what it has taken may be stored or not. */
  void abandon(String why) {
    waiting.values().forEach(caller -> caller.end(new Effect.Result.Unknown(why)));
    waiting.clear();
  }
}
