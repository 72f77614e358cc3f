package io.vectorcluster.indexnode.replica;

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
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shard that this process holds, for coordinators here and on other nodes. */
public final class LocalShard implements ShardAccess {
  private final ShardGate gate;
  private final ApplyLoop writes;
  private final ShardReads reads;
  private final IndexSet indexes;
  private final ShardThreads threads;

  LocalShard(
      ShardGate gate, ApplyLoop writes, ShardReads reads, IndexSet indexes, ShardThreads threads) {
    this.gate = gate;
    this.writes = writes;
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
    List<ApplyCommand.Encoded> changes =
        write.mutations().stream().map(ApplyCommand.Encoded::of).toList();
    return writes.write(
        new ApplyCommand.Write(
            call, write.collection(), write.request(), changes, new CompletableFuture<>()));
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return read(
        call,
        collection,
        passage ->
            new ShardAnswer.Answered<>(
                reads.retrieve(passage.topology(), collection, ids, selection)));
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return read(
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
    return read(
        call,
        collection,
        passage -> new ShardAnswer.Answered<>(reads.scroll(passage.topology(), collection, query)));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return read(
        call,
        collection,
        passage ->
            new ShardAnswer.Answered<>(reads.figures(passage.topology(), passage.indexes())));
  }

  /** What a read works with: the topology it was judged by and the collection's indexes. */
  private record Reading(Topology topology, CollectionIndexes indexes) {}

  private <T> ShardAnswer<T> read(
      ShardCall call, CollectionNumber collection, Function<Reading, ShardAnswer<T>> work) {
    return switch (gate.judge(call)) {
      case ShardGate.Passage.Closed closed -> closed.answerOf();
      case ShardGate.Passage.Open(Topology topology) -> {
        Optional<CollectionIndexes> known = indexes.find(collection);
        if (known.isEmpty()) {
          yield new ShardAnswer.Refused<>(
              Outcome.Reason.NOT_FOUND, "the collection was deleted meanwhile");
        }
        yield threads.call(call.deadline(), () -> work.apply(new Reading(topology, known.get())));
      }
    };
  }
}
