package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.exact.ExactEngine;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.indexnode.store.FreeSpace;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.StoreFormatting;
import io.vectorcluster.indexnode.store.StoreOpening;
import io.vectorcluster.indexnode.store.StoreOptions;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A replica on a real store with the exact engine, and the calls that tests make of it. */
final class ReplicaFixture implements AutoCloseable {
  static final ShardId SHARD = new ShardId(0);
  static final CollectionNumber THINGS = new CollectionNumber(1);
  private static final long GIB = 1L << 30;

  volatile FreeSpace.DiskSpace disk = new FreeSpace.DiskSpace(10 * GIB, 20 * GIB);
  volatile Optional<Topology> topology;

  volatile Durability durability = Durability.DEFAULT;

  /** Runs whenever the replica asks for the disk's space: a test can hold its thread here. */
  volatile Runnable beforeDisk = () -> {};

  final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicLong requests = new AtomicLong();
  private final Path folder;
  private ShardStore store;
  private ShardReplica replica;
  private Catalog catalog = Catalog.EMPTY.with("things", config());

  ReplicaFixture(Path folder) {
    this.folder = folder;
    this.store = openStore();
    this.topology = Optional.of(owningAll(store.storeId()));
    this.replica = openReplica();
  }

  /** Adopts a topology; an empty one is none, after a restart. */
  void topology(Optional<Topology> next) {
    topology = next;
    next.ifPresentOrElse(replica::adopted, this::restart);
  }

  /** Closes everything and opens it again, as a restart does. */
  void restart() {
    close();
    store = openStore();
    replica = openReplica();
  }

  void catalog(Catalog next) {
    catalog = next;
    replica.catalogChanged(next);
  }

  Catalog catalog() {
    return catalog;
  }

  ShardStore store() {
    return store;
  }

  ShardReplica replica() {
    return replica;
  }

  Path indexFolder() {
    return folder.resolve("index");
  }

  ShardAnswer<Long> write(Mutation... mutations) {
    return write(call(), mutations);
  }

  /** As the request of this number. */
  ShardAnswer<Long> write(long number, Mutation... mutations) {
    RequestId request = new RequestId(8, number);
    return replica.access().write(call(), new ShardWrite(THINGS, request, List.of(mutations)));
  }

  ShardAnswer<Long> write(ShardCall call, Mutation... mutations) {
    RequestId request = new RequestId(7, requests.incrementAndGet());
    return replica.access().write(call, new ShardWrite(THINGS, request, List.of(mutations)));
  }

  static Mutation upsert(long id, float... vector) {
    return new Mutation.Upsert(
        new Point(
            new PointId.Numeric(id),
            Map.of("", DenseVector.of(vector)),
            new Payload("{\"n\":" + id + "}")));
  }

  static Mutation delete(long id) {
    return new Mutation.Delete(new PointId.Numeric(id));
  }

  List<Long> nearest(int wanted, float... vector) {
    ShardAnswer<ShardHits> answer = search(wanted, vector);
    if (answer instanceof ShardAnswer.Answered<ShardHits>(ShardHits hits)) {
      return hits.hits().stream().map(hit -> number(hit.point())).toList();
    }
    throw new AssertionError(answer);
  }

  ShardAnswer<ShardHits> search(int wanted, float... vector) {
    return search(call(), wanted, vector);
  }

  ShardAnswer<ShardHits> search(ShardCall call, int wanted, float... vector) {
    return replica
        .access()
        .search(
            call,
            new ShardSearch(
                THINGS,
                "",
                DenseVector.of(vector),
                wanted,
                Optional.empty(),
                SearchParams.DEFAULT,
                Selection.ALL));
  }

  static long number(StoredPoint point) {
    return ((PointId.Numeric) point.point().id()).value();
  }

  ShardCall call() {
    return call(topology.orElseThrow().shard(SHARD).orElseThrow().epoch());
  }

  ShardCall call(long epoch) {
    return new ShardCall(
        epoch, catalog.version(), new Deadline(InstantSource.system().instant().plusSeconds(30)));
  }

  private static CollectionConfig config() {
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(2, Distance.EUCLID, Precision.FLOAT32, HnswConfig.DEFAULT));
    return new CollectionConfig(vectors, "{}");
  }

  private static Topology owningAll(StoreId storeId) {
    Assignment assignment = Assignment.single(Sharding.DEFAULT.slots().count(), SHARD);
    return Topology.first(
            new ClusterId(new UUID(1, 2)), 1, Sharding.DEFAULT, List.of(SHARD), assignment)
        .withReplicas(Map.of(SHARD, ReplicaSet.single(new Member(storeId, "localhost", 7433))));
  }

  private ShardStore openStore() {
    StoreOpening opening =
        ShardStore.open(
            folder.resolve("store"),
            StoreOptions.within(64 << 20),
            new StoreFormatting(new StoreId(new UUID(3, 4)), "test"),
            () -> {
              beforeDisk.run();
              return disk;
            });
    if (opening instanceof StoreOpening.Opened opened) {
      return opened.store();
    }
    throw new AssertionError(opening);
  }

  private ShardReplica openReplica() {
    try {
      ShardReplica opened =
          ShardReplica.open(
              new ShardReplica.Parts(
                  SHARD,
                  store,
                  () -> store,
                  new ExactEngine(),
                  () -> topology,
                  ReplicaLinks.NONE,
                  () -> durability,
                  99,
                  indexFolder(),
                  2,
                  InstantSource.system(),
                  () -> {},
                  () -> failed.set(true)),
              catalog);
      topology.ifPresent(opened::adopted);
      return opened;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    replica.close();
    store.close();
  }
}
