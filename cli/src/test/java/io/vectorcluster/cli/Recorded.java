package io.vectorcluster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.RecordCodec;
import io.vectorcluster.operator.core.ShardChoice;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.UUID;

/** Records of a cluster whose slots move, and the objects that kubectl would print of it. */
final class Recorded {
  static final String UID = "11111111-2222-4333-8444-555555555555";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Recorded() {}

  /** Three shards on their way to five: a slot is there, one is switched, two are copied. */
  static Topology onTheWay() {
    Assignment first = Placement.first(Sharding.DEFAULT, ShardChoice.first(3));
    Assignment goal = Placement.next(Sharding.DEFAULT, first, ShardChoice.first(5));
    List<SlotMove> moves = first.movesTo(goal);
    return topology(ReplicationMode.DEFAULT, 5, first)
        .withGoal(goal)
        .copying(moves.subList(0, 2))
        .switching(slots(moves.subList(0, 2)))
        .settling(slots(moves.subList(0, 1)))
        .copying(moves.subList(2, 4));
  }

  /** As many shards, each with a store, and these owners. */
  static Topology topology(ReplicationMode mode, int shards, Assignment assignment) {
    List<ShardEntry> entries =
        ShardChoice.first(shards).stream()
            .map(shard -> ShardEntry.first(mode, shard, 1, ReplicaSet.single(member(shard))))
            .toList();
    SlotTerms terms = SlotTerms.all(Sharding.DEFAULT.slots().count(), 1);
    return new Topology(
        ClusterId.parse(UID), 1, Sharding.DEFAULT, entries, assignment, terms, mode);
  }

  private static Member member(ShardId shard) {
    return new Member(new StoreId(new UUID(0x4000, shard.value())), "host-" + shard, 7433);
  }

  private static List<Integer> slots(List<SlotMove> moves) {
    return moves.stream().map(SlotMove::slot).toList();
  }

  /** The VectorTopology as YAML. */
  static String yaml(Topology topology, VectorTopologySpec memory) {
    return text(tree(topology, memory));
  }

  static ObjectNode tree(Topology topology, VectorTopologySpec memory) {
    ObjectNode object = YAML.createObjectNode();
    object.put("apiVersion", "vectorcluster.io/v1alpha1").put("kind", "VectorTopology");
    object.putObject("metadata").put("name", "products").put("namespace", "search");
    object.set("spec", YAML.valueToTree(memory));
    object.set("record", YAML.valueToTree(RecordCodec.encode(topology)));
    return object;
  }

  static String text(ObjectNode object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }
}
