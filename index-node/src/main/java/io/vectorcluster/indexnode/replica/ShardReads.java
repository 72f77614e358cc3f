package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.IndexHit;
import io.vectorcluster.indexnode.engine.IndexHits;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ReplicaNote;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.Topology;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers reads of one shard from its store and indexes, for the slots that it owns.
 *
 * @param shard the shard this replica holds
 */
record ShardReads(ShardId shard, ShardStore store) {
  /** How often a search begins again because points it found were replaced meanwhile. */
  private static final int MAX_ROUNDS = 3;

  /** How many times as many hits are asked for where foreign ones are among them. */
  private static final int WIDER = 4;

  /** The session that the store is equal to; empty while it is being made so, and before. */
  Optional<byte[]> session() {
    return store.replica().note(ReplicaNote.FOLLOWS);
  }

  List<StoredPoint> retrieve(
      Topology topology, CollectionNumber collection, List<PointId> ids, Selection selection) {
    List<PointKey> keys = ids.stream().distinct().map(id -> key(topology, collection, id)).toList();
    return store.points(keys, selection);
  }

  ScrollPage scroll(Topology topology, CollectionNumber collection, ScrollQuery query) {
    return store.scan(collection, slots(topology), query);
  }

  ShardFigures figures(Topology topology, CollectionIndexes indexes) {
    return indexes.figures(store.total(indexes.collection().number(), slots(topology)).points());
  }

  /** The nearest live points, scored by their full-precision vectors. */
  ShardHits search(Topology topology, VectorParams params, VectorIndex index, ShardSearch search) {
    SearchStats stats = SearchStats.NONE;
    List<Hit> hits = List.of();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      IndexHits found = own(topology, index, search.vector().values(), request(params, search));
      Map<PointId, StoredPoint> stored = stored(topology, search, found);
      hits = HitCheck.check(search, params.distance(), found.hits(), stored);
      long rescored = stored.size();
      stats = stats.plus(found.stats()).plus(new SearchStats(rescored, rescored));
      if (stillThere(found, stored)) {
        break;
      }
    }
    return new ShardHits(hits, stats);
  }

  /**
   * The nearest points of slots that the shard owns. A slot that moves is in the index of both
   * shards for a while. At rest no hit is foreign, and then nothing was left out for one: looking
   * at the hits is all it costs. Where some are, a wider search finds enough in most cases; only
   * where foreign points lie close together each point of the index is asked for its slot.
   */
  private IndexHits own(Topology topology, VectorIndex index, float[] vector, IndexSearch request) {
    IndexHits found = index.search(vector, request);
    if (found.hits().stream().allMatch(hit -> owns(topology, hit.id()))) {
      return found;
    }
    int wider = Math.min(WIDER * request.k(), IndexSearch.MAX_K);
    IndexHits more =
        index.search(vector, new IndexSearch(wider, request.ef(), request.exact(), null));
    List<IndexHit> own = more.hits().stream().filter(hit -> owns(topology, hit.id())).toList();
    SearchStats stats = found.stats().plus(more.stats());
    if (own.size() >= request.k() || more.hits().size() < wider) {
      return new IndexHits(own.subList(0, Math.min(own.size(), request.k())), stats);
    }
    IndexHits all = index.search(vector, request.onlyWhere(id -> owns(topology, id)));
    return new IndexHits(all.hits(), stats.plus(all.stats()));
  }

  /** Whether a point's slot is the shard's. */
  boolean owns(Topology topology, PointId id) {
    int slot = SlotHash.slot(id, topology.sharding().slots());
    return topology.assignment().ownerValue(slot) == shard.value();
  }

  /** Asks for more than wanted where the graph's scalars are coarse: rescoring picks the best. */
  private static IndexSearch request(VectorParams params, ShardSearch search) {
    int wanted =
        switch (params.precision()) {
          case FLOAT32 -> search.wanted();
          case FLOAT16, BFLOAT16 -> search.wanted() + 2 + search.wanted() / 10;
          case INT8, BINARY -> search.wanted() * 4;
        };
    int ef = search.params().ef() > 0 ? search.params().ef() : params.hnsw().ef();
    return new IndexSearch(Math.min(wanted, IndexSearch.MAX_K), ef, search.params().exact(), null);
  }

  private Map<PointId, StoredPoint> stored(Topology topology, ShardSearch search, IndexHits found) {
    List<PointKey> keys =
        found.hits().stream().map(hit -> key(topology, search.collection(), hit.id())).toList();
    return store.points(keys, withVector(search.selection(), search.using())).stream()
        .collect(Collectors.toMap(point -> point.point().id(), Function.identity()));
  }

  /** Whether every hit is still the point it was found as; false means the view was overtaken. */
  private static boolean stillThere(IndexHits found, Map<PointId, StoredPoint> stored) {
    return found.hits().stream()
        .allMatch(
            hit ->
                Optional.ofNullable(stored.get(hit.id()))
                    .filter(point -> point.sequence() == hit.sequence())
                    .isPresent());
  }

  private static Selection withVector(Selection selection, String using) {
    Optional<Set<String>> vectors =
        selection
            .vectors()
            .map(
                names -> {
                  Set<String> more = new HashSet<>(names);
                  more.add(using);
                  return more;
                });
    return new Selection(selection.payload(), vectors);
  }

  /** Where a point lies under a topology. */
  PointKey key(Topology topology, CollectionNumber collection, PointId id) {
    return new PointKey(collection, SlotHash.slot(id, topology.sharding().slots()), id);
  }

  private BitSet slots(Topology topology) {
    BitSet slots = new BitSet();
    for (int slot : topology.assignment().slotsOf(shard)) {
      slots.set(slot);
    }
    return slots;
  }
}
