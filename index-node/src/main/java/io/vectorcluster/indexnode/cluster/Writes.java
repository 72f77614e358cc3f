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
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes: the whole batch is checked first, then each shard gets its part, all at the same time.
 *
 * <p>Only parts that were refused for an older topology are sent again (protocol V4), under the
 * same request id as long as the part stays whole; when it falls apart, its pieces get ids of their
 * own, for a shard that knew the id from another piece would take this one for done.
 */
final class Writes {
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

  /** Changes that were sent to one shard and refused, or not sent yet. */
  private record Part(RequestId request, List<Mutation> mutations) {}

  /** A checked batch on its way; belongs to the thread that sends it. */
  private final class Batch {
    private final Plan plan;
    private final int size;
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
      this.waiting = List.of(new Part(requestIds.get(), List.copyOf(admitted)));
    }

    Step<Long> send() {
      Routes routes = plan.routes();
      for (int i = 0; i < Attempts.MOST && !waiting.isEmpty(); i++) {
        Optional<Topology> newer = round(routes);
        newer.ifPresent(attempts::adopt);
        routes = attempts.routes().orElse(routes);
        if (attempts.late(plan.deadline())) {
          break;
        }
      }
      return step();
    }

    /** Sends what waits; what is refused for an older topology waits again. */
    private Optional<Topology> round(Routes routes) {
      List<Part> parts = new ArrayList<>();
      List<FanOut.Ask<Long>> asks = new ArrayList<>();
      CollectionNumber number = plan.collection().number();
      for (Part part : waiting) {
        List<Routes.Group<Mutation>> groups = routes.byOwner(part.mutations(), Mutation::id);
        for (Routes.Group<Mutation> group : groups) {
          RequestId request = groups.size() == 1 ? part.request() : requestIds.get();
          ShardWrite write = new ShardWrite(number, request, group.items());
          parts.add(new Part(request, write.mutations()));
          asks.add(new FanOut.Ask<>(group.entry(), (shard, call) -> shard.write(call, write)));
        }
      }
      waiting = new ArrayList<>();
      Optional<Topology> newest = Optional.empty();
      List<FanOut.Reply<Long>> replies = fanOut.all(asks, plan.catalogVersion(), plan.deadline());
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
          failed(why, "shard %s: %s".formatted(shard, message));
        }
        case ShardAnswer.Unreachable<Long>(String message) -> {
          uncertain = true;
          failed(Reason.UNAVAILABLE, "shard %s does not answer: %s".formatted(shard, message));
        }
      }
      return Optional.empty();
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
