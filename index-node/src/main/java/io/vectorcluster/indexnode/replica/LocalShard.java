package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Mutation;
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
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shard that this process holds, for coordinators here and on other nodes. */
public final class LocalShard implements ShardAccess {
  private final ShardGate gate;

  /** A replica that has not heard of its primary for so long may have missed too much (P4). */
  private static final Duration MOST_SILENCE = Duration.ofSeconds(10);

  private final ArrivingSlots arriving;
  private final ReplicaQueue queue;
  private final ReplicaLoops loops;
  private final InstantSource clock;
  private final ShardReads reads;
  private final IndexSet indexes;
  private final ShardThreads threads;

  LocalShard(
      ShardGate gate,
      ArrivingSlots arriving,
      ReplicaQueue queue,
      ReplicaLoops loops,
      ShardReads reads,
      IndexSet indexes,
      ShardThreads threads,
      InstantSource clock) {
    this.gate = gate;
    this.arriving = arriving;
    this.queue = queue;
    this.loops = loops;
    this.clock = clock;
    this.reads = reads;
    this.indexes = indexes;
    this.threads = threads;
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    if (write.mutations().isEmpty() || write.mutations().size() > ShardWrite.MAX_CHANGES) {
      return new ShardAnswer.Refused<>(
          Outcome.Reason.BAD_REQUEST,
          "points: %d changes for one shard, send 1 to %d at a time"
              .formatted(write.mutations().size(), ShardWrite.MAX_CHANGES));
    }
    if (loops.own().isEmpty()) {
      // Threads begin with the first topology: nobody would take it.
      return new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, ShardGate.NO_TOPOLOGY);
    }
    List<PointId> ids = write.mutations().stream().map(Mutation::id).toList();
    Optional<ShardAnswer<Long>> refused = arriving.await(call, ArrivingSlots.Wanted.of(ids));
    return refused.isPresent()
        ? refused.get()
        : queue.call(
            new ReplicaCommand.Write(
                call,
                write.collection(),
                write.request(),
                write.repeated(),
                changes(write.mutations()),
                new CompletableFuture<>()));
  }

  /** Of several changes of one point the last counts: a request's change is known by its point. */
  private static List<ReplicaCommand.Change> changes(List<Mutation> mutations) {
    Map<PointId, Mutation> last = new LinkedHashMap<>();
    mutations.forEach(mutation -> last.put(mutation.id(), mutation));
    return last.values().stream()
        .map(mutation -> new ReplicaCommand.Change(mutation.id(), LoggedWrite.Change.of(mutation)))
        .toList();
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    Function<Reading, ShardAnswer<List<StoredPoint>>> retrieve =
        passage ->
            new ShardAnswer.Answered<>(
                reads.retrieve(passage.topology(), collection, ids, selection));
    return read(
        call,
        collection,
        ArrivingSlots.Wanted.of(ids),
        passage -> {
          if (!ids.stream().allMatch(id -> reads.owns(passage.topology(), id))) {
            return new ShardAnswer.StaleTopology<>(passage.topology());
          }
          return call.strong() && !ids.isEmpty()
              ? confirmed(call, collection, ids, passage, selection, retrieve)
              : onThread(call, passage, retrieve);
        });
  }

  /** Reads once the members have confirmed that this is the primary still. */
  private ShardAnswer<List<StoredPoint>> confirmed(
      ShardCall call,
      CollectionNumber collection,
      List<PointId> ids,
      Reading passage,
      Selection selection,
      Function<Reading, ShardAnswer<List<StoredPoint>>> retrieve) {
    List<PointKey> keys =
        ids.stream().distinct().map(id -> reads.key(passage.topology(), collection, id)).toList();
    return switch (passage.topology().mode()) {
      case ReplicationMode.PrimaryReplica _ ->
          queue.confirm(call, keys).then(_ -> onThread(call, passage, retrieve));
      case ReplicationMode.Quorum _ ->
          queue
              .call(new ReplicaCommand.ReadNewest(call, keys, new CompletableFuture<>()))
              .then(
                  records -> new ShardAnswer.Answered<>(Projection.live(records, keys, selection)));
      // Nobody can tell what every write has left: the answer is this replica's.
      case ReplicationMode.MultiPrimary _ -> onThread(call, passage, retrieve);
    };
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return onThread(
        call,
        search.collection(),
        passage -> {
          @Nullable VectorParams params =
              passage.indexes().collection().config().vectors().get(search.using());
          Optional<VectorIndex> index = passage.indexes().find(search.using());
          if (params == null || index.isEmpty()) {
            return new ShardAnswer.Refused<>(
                Outcome.Reason.BAD_REQUEST,
                "using: the collection has no vectors named `%s`".formatted(search.using()));
          }
          return new ShardAnswer.Answered<>(
              reads.search(passage.topology(), params, index.get(), search));
        });
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return onThread(
        call,
        collection,
        passage -> new ShardAnswer.Answered<>(reads.scroll(passage.topology(), collection, query)));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return onThread(
        call,
        collection,
        passage ->
            new ShardAnswer.Answered<>(reads.figures(passage.topology(), passage.indexes())));
  }

  /** Why this replica may lack what was acknowledged; empty if it does not. */
  private Optional<String> behind(Topology topology) {
    long latest = clock.millis() - MOST_SILENCE.toMillis();
    if (loops.heardAtMs() < latest) {
      return Optional.of(
          "this replica has not heard of its primary for %d seconds"
              .formatted(MOST_SILENCE.toSeconds()));
    }
    boolean joiner =
        topology.mode() instanceof ReplicationMode.PrimaryReplica
            && topology
                .shard(gate.shard())
                .filter(entry -> entry.replicas().isInSync(reads.store().storeId()))
                .isEmpty();
    return joiner ? Optional.of("this replica does not hold everything yet") : Optional.empty();
  }

  /**
   * Reads a store that was equal to its primary once. One that is being made so has some slots as
   * they are now and others as they were, and one that never was may lack any: that would be no
   * answer of any time.
   */
  private <T> ShardAnswer<T> asItWas(Supplier<ShardAnswer<T>> work) {
    Optional<byte[]> before = reads.session();
    if (before.isPresent()) {
      ShardAnswer<T> answer = work.get();
      if (reads.session().filter(now -> Arrays.equals(now, before.get())).isPresent()) {
        return answer;
      }
    }
    return new ShardAnswer.Refused<>(
        Outcome.Reason.UNAVAILABLE,
        "this replica is being made equal to its primary, or never was: repeat the request");
  }

  /** What a read works with: the topology it was judged by and the collection's indexes. */
  private record Reading(Topology topology, CollectionIndexes indexes) {}

  private <T> ShardAnswer<T> onThread(
      ShardCall call, CollectionNumber collection, Function<Reading, ShardAnswer<T>> work) {
    return read(
        call, collection, ArrivingSlots.Wanted.all(), passage -> onThread(call, passage, work));
  }

  private <T> ShardAnswer<T> onThread(
      ShardCall call, Reading passage, Function<Reading, ShardAnswer<T>> work) {
    return threads.call(call.deadline(), () -> work.apply(passage));
  }

  private <T> ShardAnswer<T> read(
      ShardCall call,
      CollectionNumber collection,
      ArrivingSlots.Wanted wanted,
      Function<Reading, ShardAnswer<T>> work) {
    Optional<ShardAnswer<T>> refused = arriving.await(call, wanted);
    return refused.isPresent() ? refused.get() : open(call, collection, work);
  }

  /** An answer that was made while slots left may lack some of their points. */
  private <T> ShardAnswer<T> unlessMoved(ShardCall call, Topology topology, ShardAnswer<T> answer) {
    @Nullable Topology newer =
        gate.judge(call) instanceof ShardGate.Passage.Closed closed ? closed.newer() : null;
    return newer == null || newer.assignment().equals(topology.assignment())
        ? answer
        : new ShardAnswer.StaleTopology<>(newer);
  }

  private <T> ShardAnswer<T> open(
      ShardCall call, CollectionNumber collection, Function<Reading, ShardAnswer<T>> work) {
    return switch (gate.judge(call)) {
      case ShardGate.Passage.Closed closed -> closed.answerOf();
      case ShardGate.Passage.Open(Topology topology) -> {
        Optional<CollectionIndexes> known = indexes.find(collection);
        if (known.isEmpty()) {
          yield new ShardAnswer.Refused<>(
              Outcome.Reason.NOT_FOUND, "the collection was deleted meanwhile");
        }
        // A strong read asks a quorum, whatever this replica holds.
        boolean asksOthers = call.strong() && topology.mode() instanceof ReplicationMode.Quorum;
        Optional<String> lacks =
            asksOthers ? Optional.empty() : loops.points().flatMap(PointsRole.Standing::lacks);
        if (lacks.isPresent()) {
          yield new ShardAnswer.Refused<>(
              Outcome.Reason.UNAVAILABLE, lacks.get() + ": repeat the request");
        }
        Optional<String> behind = behind(topology);
        Reading reading = new Reading(topology, known.get());
        if (behind.isEmpty()) {
          yield unlessMoved(call, topology, work.apply(reading));
        }
        yield call.stale()
            ? asItWas(() -> work.apply(reading))
            : new ShardAnswer.Refused<>(
                Outcome.Reason.UNAVAILABLE, behind.get() + ": repeat the request");
      }
    };
  }
}
