package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The planner with nodes that only move slots. Pushes are lost, nodes are silent for a pass, and
 * everything takes a few passes; who really holds the points of a slot is noted beside it, and
 * checked at each publication.
 */
final class MovingCluster {
  private static final ClusterIdentity IDENTITY =
      new ClusterIdentity("default", "demo", Scenario.UID, 1, false);
  private static final int LOST_OF_TEN = 2;
  private static final int SILENT_OF_TEN = 1;

  private final RandomGenerator random;
  private final @Nullable String mode;
  private final int most;
  private final SortedMap<ShardId, MovingNode> nodes = new TreeMap<>();
  private int shards;
  private List<String> approvals = List.of();
  private int stores;

  /** Empty until the first stores have been seen. */
  private Optional<ObservedRecord> record = Optional.empty();

  private Optional<Topology> topology = Optional.empty();

  /** The shard with the points of each slot. */
  private final Map<Integer, ShardId> holders = new HashMap<>();

  /** How often each slot got another owner. */
  private final SortedMap<Integer, Integer> switches = new TreeMap<>();

  /** Whose word is another than the truth. */
  private final Map<ShardId, Function<NodeAnswer.Answered, NodeAnswer>> lies = new HashMap<>();

  MovingCluster(RandomGenerator random, @Nullable String mode, int most, int shards) {
    this.random = random;
    this.mode = mode;
    this.most = most;
    this.shards = shards;
  }

  void wish(int count) {
    shards = count;
  }

  /** From now on the node of a shard says something else than is true. */
  void lie(ShardId shard, Function<NodeAnswer.Answered, NodeAnswer> lie) {
    lies.put(shard, lie);
  }

  /** Whether a shard's node has the only points of some slot. */
  boolean holds(ShardId shard) {
    return holders.containsValue(shard);
  }

  int wished() {
    return shards;
  }

  Topology topology() {
    return topology.orElseThrow();
  }

  boolean hasBegun() {
    return topology.isPresent();
  }

  SortedMap<Integer, Integer> switches() {
    return switches;
  }

  /** Whether nothing is left to do. */
  boolean isCalm() {
    return topology
        .filter(t -> t.migrations().isEmpty() && t.goal().equals(t.assignment()))
        .filter(t -> t.shards().size() == shards)
        .filter(t -> t.goal().owners().size() == shards)
        .isPresent();
  }

  /** The operator looks once and does what it plans. */
  void pass() {
    Plan plan = Planner.topologyPlan(request(), observation());
    if (!plan.pending().isEmpty() && random.nextInt(3) == 0) {
      approvals = plan.pending().stream().map(Approval::id).toList();
    }
    for (Action action : plan.actions()) {
      if (action instanceof Action.WriteRecord write) {
        write(write);
      } else if (action instanceof Action.PushTopology push && random.nextInt(10) >= LOST_OF_TEN) {
        nodes.values().stream()
            .filter(node -> podName(node.shard()).equals(push.pod()))
            .forEach(node -> node.adopt(push.topology()));
      }
    }
    for (ShardId shard : plan.shards()) {
      nodes.computeIfAbsent(
          shard, id -> new MovingNode(id, ScenarioTopology.store(stores++), random));
    }
    // A StatefulSet goes some time after its shard has left; until then it may come back.
    nodes
        .values()
        .removeIf(
            node ->
                !plan.shards().contains(node.shard())
                    && topology.flatMap(t -> t.shard(node.shard())).isEmpty()
                    && random.nextInt(10) == 0);
  }

  private void write(Action.WriteRecord write) {
    Optional<Topology> next = write.topology();
    if (next.isPresent() && topology.isPresent() && !next.equals(topology)) {
      check(topology.get(), next.get());
    }
    if (next.isPresent() && topology.isEmpty()) {
      for (int slot = 0; slot < next.get().assignment().slots(); slot++) {
        holders.put(slot, next.get().assignment().owner(slot));
      }
    }
    topology = next;
    record = Optional.of(new ObservedRecord("7", write.memory(), next.map(RecordCodec::encode)));
  }

  private void check(Topology before, Topology next) {
    assertThat(next.epoch()).isGreaterThan(before.epoch());
    int under = next.migrations().list().size();
    assertThat(under).isLessThanOrEqualTo(Math.max(most, before.migrations().list().size()));
    for (int slot = 0; slot < next.assignment().slots(); slot++) {
      if (next.migrations().of(slot).isEmpty()) {
        assertThat(next.assignment().owner(slot))
            .as("slot %d rests where its points are", slot)
            .isEqualTo(holders.get(slot));
      }
    }
    before
        .assignment()
        .movesTo(next.assignment())
        .forEach(move -> switches.merge(move.slot(), 1, Integer::sum));
    before.migrations().list().stream()
        .filter(migration -> !migration.isSwitched())
        .filter(migration -> isSwitchOf(migration, next))
        .forEach(
            migration ->
                assertThat(node(migration.target()).hasCopied(migration))
                    .as("%s was copied", migration)
                    .isTrue());
    for (ShardEntry shard : before.shards()) {
      if (next.shard(shard.id()).isEmpty()) {
        assertThat(holders).doesNotContainValue(shard.id());
        if (!lies.containsKey(shard.id())) {
          assertThat(node(shard.id()).topology()).contains(before);
        }
      }
    }
  }

  private static boolean isSwitchOf(Migration copied, Topology next) {
    return next.migrations()
        .of(copied.slot())
        .filter(later -> later.since() == copied.since() && later.isSwitched())
        .isPresent();
  }

  private MovingNode node(ShardId shard) {
    return Objects.requireNonNull(nodes.get(shard));
  }

  private Request request() {
    return new Request(IDENTITY, spec(), new Release("registry.example/index-node", "0.1.0"));
  }

  private VectorClusterSpec spec() {
    return new VectorClusterSpec(
        null,
        null,
        null,
        shards,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new VectorClusterSpec.Rebalance(mode, most),
        null,
        approvals);
  }

  private Observation observation() {
    List<ObservedPod> pods = new ArrayList<>();
    SortedMap<String, NodeAnswer> answers = new TreeMap<>();
    for (MovingNode node : nodes.values()) {
      String pod = podName(node.shard());
      pods.add(
          new ObservedPod(
              pod,
              node.shard(),
              0,
              "uid-" + pod,
              "r1",
              true,
              false,
              Optional.of("node-a"),
              Optional.empty(),
              Optional.empty()));
      node.work(shard -> Optional.ofNullable(nodes.get(shard)), holders);
      answers.put(
          pod,
          random.nextInt(10) < SILENT_OF_TEN
              ? new NodeAnswer.Silent("no answer within 2 s")
              : said(node));
    }
    return new Observation(
        Instant.EPOCH,
        VectorClusterStatus.UNSEEN,
        record,
        new TreeMap<>(),
        pods,
        List.of(),
        answers,
        true,
        new Credentials("a", "b", "c"));
  }

  private NodeAnswer said(MovingNode node) {
    NodeAnswer.Answered truth = node.answer(holds(node.shard()));
    return lies.getOrDefault(node.shard(), told -> told).apply(truth);
  }

  private static String podName(ShardId shard) {
    return Names.pod(IDENTITY.name(), shard, 0);
  }

  /** Ids that were used. */
  List<String> spent() {
    return record
        .map(ObservedRecord::memory)
        .map(VectorTopologySpec::approvals)
        .orElseGet(List::of);
  }
}
