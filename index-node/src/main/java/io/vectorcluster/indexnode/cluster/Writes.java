package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.cluster.Attempts.Plan;
import io.vectorcluster.indexnode.cluster.Attempts.Step;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes: the whole batch is checked first, then each shard gets its part, all at the same time.
 *
 * <p>Parts that were refused for an older topology are sent again, and, where a shard has other
 * replicas, parts whose primary does not answer: a new one takes over in seconds. So are parts that
 * a shard refuses while slots move from or to it: they are open in a moment. The request id stays
 * the same, so that a change which was made already is not made again (protocol V4): shards know a
 * change by request and point.
 */
final class Writes {
  /** How long a primary may take before another is looked for. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  /** A request is repeated for so long at most, far less than its id is remembered. */
  private static final Duration REPEAT_FOR = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Attempts attempts;
  private final FanOut fanOut;
  private final Supplier<RequestId> requestIds;

  Writes(Attempts attempts, FanOut fanOut, Supplier<RequestId> requestIds) {
    this.attempts = attempts;
    this.fanOut = fanOut;
    this.requestIds = requestIds;
  }

  /** The highest log sequence of any part. */
  Outcome<Long> write(String name, List<Mutation> mutations, Deadline deadline) {
    return attempts.run(name, deadline, plan -> attempt(plan, mutations));
  }

  private Step<Long> attempt(Plan plan, List<Mutation> mutations) {
    List<Mutation> admitted = new ArrayList<>();
    for (Mutation mutation : mutations) {
      switch (admit(plan.collection(), mutation)) {
        case Outcome.Done<Mutation>(Mutation checked) -> admitted.add(checked);
        case Outcome.Rejected<Mutation>(Reason reason, String message) -> {
          return new Step.Done<>(Outcome.rejected(reason, message));
        }
      }
    }
    if (admitted.isEmpty()) {
      return new Step.Done<>(Outcome.done(0L));
    }
    return new Batch(plan, admitted).send();
  }

  private static Outcome<Mutation> admit(Collection collection, Mutation mutation) {
    return switch (mutation) {
      case Mutation.Upsert(Point point) -> collection.admit(point).map(Mutation.Upsert::new);
      case Mutation.Delete delete -> Outcome.done(delete);
    };
  }

  /**
   * Changes that were sent to one shard and not answered, or not sent yet.
   *
   * @param trouble why it is sent again; null at first, and after an older topology
   * @param uncertain whether an earlier attempt may have changed something
   */
  private record Part(List<Mutation> mutations, @Nullable Trouble trouble, boolean uncertain) {}

  private record Trouble(Reason reason, String message) {}

  /** A checked batch on its way; belongs to the thread that sends it. */
  private final class Batch {
    private final Plan plan;
    private final RequestId request = requestIds.get();
    private final int size;
    private final boolean led;
    private boolean pause;
    private List<Part> waiting;
    private int applied;
    private long sequence;
    private boolean unknown;
    private boolean uncertain;
    private @Nullable Reason reason;
    private String problem = "";

    Batch(Plan plan, List<Mutation> admitted) {
      this.plan = plan;
      this.size = admitted.size();
      this.led = plan.routes().topology().mode() instanceof ReplicationMode.PrimaryReplica;
      this.waiting = List.of(new Part(List.copyOf(admitted), null, false));
    }

    Step<Long> send() {
      Routes routes = plan.routes();
      Deadline until = attempts.atMost(plan.deadline(), REPEAT_FOR);
      int stale = 0;
      while (!waiting.isEmpty() && stale < Attempts.MOST) {
        pause = false;
        Optional<Topology> newer = round(routes);
        newer.ifPresent(attempts::adopt);
        if (attempts.late(until)) {
          break;
        }
        if (pause) {
          attempts.awaitOther(routes, PAUSE);
        } else {
          stale++;
        }
        routes = attempts.routes().orElse(routes);
      }
      giveUp();
      return step();
    }

    /** What still waits has failed. */
    private void giveUp() {
      for (Part part : waiting) {
        if (part.trouble() != null) {
          uncertain |= part.uncertain();
          failed(part.trouble().reason(), part.trouble().message());
        }
      }
    }

    /** Sends what waits; what is refused for an older topology waits again. */
    private Optional<Topology> round(Routes routes) {
      List<Part> parts = new ArrayList<>();
      List<FanOut.Ask<Long>> asks = new ArrayList<>();
      CollectionNumber number = plan.collection().number();
      for (Part part : waiting) {
        List<Routes.Group<Mutation>> groups = routes.byOwner(part.mutations(), Mutation::id);
        for (Routes.Group<Mutation> group : groups) {
          ShardWrite write = new ShardWrite(number, request, group.items(), part.uncertain());
          parts.add(new Part(write.mutations(), null, part.uncertain()));
          asks.add(new FanOut.Ask<>(group.entry(), (shard, call) -> shard.write(call, write)));
        }
      }
      waiting = new ArrayList<>();
      Optional<Topology> newest = Optional.empty();
      Deadline deadline = attempts.atMost(plan.deadline(), ATTEMPT);
      List<FanOut.Reply<Long>> replies = fanOut.all(asks, plan.catalogVersion(), deadline);
      for (int i = 0; i < replies.size(); i++) {
        Optional<Topology> newer = note(replies.get(i), parts.get(i));
        if (newer.isPresent() && newest.map(t -> newer.get().supersedes(t)).orElse(true)) {
          newest = newer;
        }
      }
      return newest;
    }

    private Optional<Topology> note(FanOut.Reply<Long> reply, Part part) {
      ShardId shard = reply.entry().id();
      switch (reply.answer()) {
        case ShardAnswer.Answered<Long>(Long last) -> {
          applied += part.mutations().size();
          sequence = Math.max(sequence, last);
        }
        case ShardAnswer.StaleTopology<Long>(Topology topology) -> {
          waiting.add(part);
          return Optional.of(topology);
        }
        case ShardAnswer.Refused<Long>(Reason why, String message) -> {
          unknown |= why == Reason.NOT_FOUND;
          Trouble trouble = new Trouble(why, "shard %s: %s".formatted(shard, message));
          boolean passing = why == Reason.UNAVAILABLE || why == Reason.TIMEOUT;
          // A slot that was switched is open in a moment, also where there is one copy.
          boolean opens = attempts.routes().map(routes -> routes.moves(shard)).orElse(false);
          unanswered(
              passing && (opens || hasOthers(reply.entry())),
              new Part(part.mutations(), trouble, part.uncertain()));
        }
        case ShardAnswer.Unreachable<Long>(String message) -> {
          Trouble trouble =
              new Trouble(
                  Reason.UNAVAILABLE, "shard %s does not answer: %s".formatted(shard, message));
          // Without a primary only who took it first knows it: if that is gone, nobody can tell.
          boolean again = led || !part.uncertain();
          unanswered(again && hasOthers(reply.entry()), new Part(part.mutations(), trouble, true));
        }
      }
      return Optional.empty();
    }

    /** Soon another replica is the primary. */
    private static boolean hasOthers(ShardEntry shard) {
      return shard.replicas().members().size() > 1;
    }

    /** A shard that will answer soon is asked again. */
    private void unanswered(boolean soon, Part part) {
      if (soon) {
        waiting.add(part);
        pause = true;
      } else {
        Trouble trouble = Objects.requireNonNull(part.trouble());
        uncertain |= part.uncertain();
        failed(trouble.reason(), trouble.message());
      }
    }

    private void failed(Reason why, String message) {
      if (reason == null) {
        reason = why;
        problem = message;
      }
    }

    private Step<Long> step() {
      if (reason == null && waiting.isEmpty()) {
        return new Step.Done<>(Outcome.done(sequence));
      }
      if (unknown) {
        // What other parts wrote went with the collection, or is written again, which is harmless.
        return new Step.Unknown<>();
      }
      boolean nothingDone = applied == 0 && !uncertain;
      Reason why = reason == null ? Reason.UNAVAILABLE : reason;
      String what = reason == null ? "the topology kept changing" : problem;
      String rest =
          nothingDone
              ? "nothing was written"
              : "%d of %d changes were made%s; repeating the whole request is safe"
                  .formatted(applied, size, uncertain ? ", others may have been" : "");
      return new Step.Done<>(Outcome.rejected(why, what + "; " + rest));
    }
  }
}
