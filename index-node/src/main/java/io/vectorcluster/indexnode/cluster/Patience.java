package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import java.time.Duration;
import java.util.List;

/**
 * Repeats reads that a shard refuses while slots move from or to it: a slot that was switched is
 * open in a moment, and nobody else may answer for it until then (protocol S2).
 */
record Patience(Attempts attempts, Routes routes) {
  private static final Duration REPEAT_FOR = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);

  <T> List<FanOut.Ask<T>> with(List<FanOut.Ask<T>> asks) {
    return asks.stream().map(ask -> routes.moves(ask.entry().id()) ? patient(ask) : ask).toList();
  }

  private <T> FanOut.Ask<T> patient(FanOut.Ask<T> ask) {
    return new FanOut.Ask<>(ask.entry(), (shard, call) -> repeated(ask.question(), shard, call));
  }

  private <T> ShardAnswer<T> repeated(
      FanOut.Question<T> question, ShardAccess shard, ShardCall call) {
    Deadline until = attempts.atMost(call.deadline(), REPEAT_FOR);
    ShardAnswer<T> answer = question.ask(shard, call);
    while (isPassing(answer) && !attempts.late(until) && !Thread.currentThread().isInterrupted()) {
      attempts.awaitOther(attempts.routes().orElse(routes), PAUSE);
      answer = question.ask(shard, call);
    }
    return answer;
  }

  private static boolean isPassing(ShardAnswer<?> answer) {
    return answer instanceof ShardAnswer.Refused<?>(Reason reason, String _)
        && reason == Reason.UNAVAILABLE;
  }
}
