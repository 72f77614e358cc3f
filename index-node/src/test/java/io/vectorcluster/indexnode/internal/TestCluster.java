package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Nodes of one cluster in this process; their topology is written by the test. */
final class TestCluster implements AutoCloseable {
  static final ClusterId ID = new ClusterId(new UUID(7, 7));
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SLOTS = Sharding.DEFAULT.slots().count();

  final List<TestNode> nodes = new ArrayList<>();

  /** Nodes that have all adopted the first topology. */
  static TestCluster of(int shards) {
    TestCluster cluster = new TestCluster();
    for (int i = 0; i < shards; i++) {
      cluster.nodes.add(new TestNode(i));
    }
    cluster.publish(cluster.topology());
    return cluster;
  }

  /** Epoch 2: the stores are known, slots go round the shards. */
  Topology topology() {
    List<ShardId> shards = nodes.stream().map(node -> node.shard).toList();
    int[] owners = IntStream.range(0, SLOTS).map(slot -> slot % nodes.size()).toArray();
    Topology first = Topology.first(ID, 1, Sharding.DEFAULT, shards, Assignment.of(owners));
    Map<ShardId, ReplicaSet> replicas = new HashMap<>();
    nodes.forEach(node -> replicas.put(node.shard, ReplicaSet.single(node.member())));
    return first.withReplicas(replicas);
  }

  void publish(Topology topology) {
    nodes.forEach(node -> node.topologies.adopt(topology));
  }

  /** The same with the owners of all slots rotated by some shards. */
  static Topology rotated(Topology topology, int by) {
    int shards = topology.shards().size();
    int[] owners = topology.assignment().toArray();
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = (owners[slot] + by) % shards;
    }
    return topology.withAssignment(Assignment.of(owners));
  }

  TestNode node(int i) {
    return nodes.get(i);
  }

  Collection create(String name, int size, Distance distance) {
    return value(node(0).coordinator.createCollection(name, config(size, distance), soon()));
  }

  static CollectionConfig config(int size, Distance distance) {
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(size, distance, Precision.BFLOAT16, HnswConfig.DEFAULT));
    return new CollectionConfig(vectors, "{\"vectors\":{}}");
  }

  static Deadline soon() {
    return in(PATIENCE);
  }

  static Deadline in(Duration time) {
    return new Deadline(InstantSource.system().instant().plus(time));
  }

  static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Rejected<T>(Outcome.Reason reason, String message) ->
          throw new AssertionError(reason + ": " + message);
    };
  }

  static PointId id(long number) {
    return new PointId.Numeric(number);
  }

  static Mutation upsert(long id, float... vector) {
    Map<String, DenseVector> vectors = Map.of("", DenseVector.of(vector));
    return new Mutation.Upsert(new Point(id(id), vectors, new Payload("{\"n\":" + id + "}")));
  }

  static SearchQuery query(QueryTarget target, int limit) {
    return new SearchQuery(
        "",
        target,
        limit,
        0,
        Optional.empty(),
        SearchParams.DEFAULT,
        Selection.PAYLOAD,
        Optional.empty());
  }

  static QueryTarget near(float... vector) {
    return new QueryTarget.Nearest(DenseVector.of(vector));
  }

  @Override
  public void close() {
    nodes.forEach(TestNode::close);
  }
}
