package io.vectorcluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.MovePlan;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedRecord;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.Planner;
import io.vectorcluster.operator.core.RecordChange;
import io.vectorcluster.operator.core.RecordCodec;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.topology.Topology;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a VectorTopology, the tool's plan is the one that the operator makes of the same record. */
final class SimulateRecordTest {
  private static final VectorTopologySpec NOTHING_REMEMBERED =
      new VectorTopologySpec("0.1.0", null, null, null);

  @ParameterizedTest(name = "{0} shards")
  @ValueSource(ints = {3, 4})
  void onTheWayToFiveAnotherWishGivesTheOperatorsPlan(int shards) {
    Topology record = Recorded.onTheWay();

    JsonNode answer = ToolRun.json(Recorded.yaml(record, NOTHING_REMEMBERED), shards);

    Action.WriteRecord write =
        operator(record, NOTHING_REMEMBERED, shards).actions().stream()
            .filter(Action.WriteRecord.class::isInstance)
            .map(Action.WriteRecord.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(write.change()).isEqualTo(RecordChange.PLANNED);
    // The pass that publishes the goal also turns slots round: the plan is of those before it.
    MovePlan planned =
        MovePlan.inForce(
            record.sharding(), record.assignment(), write.topology().orElseThrow().goal());
    assertThat(answer.path("planHash").asText()).isEqualTo(planned.hash());
    assertThat(answer.path("moves").asInt()).isEqualTo(planned.moves()).isPositive();
    assertThat(answer.path("minimumMoves").asInt()).isEqualTo(planned.minimum());
    assertThat(answer.path("source").asText()).isEqualTo("VectorTopology");
    assertThat(answer.path("epoch").asLong()).isEqualTo(record.epoch());
    assertThat(answer.path("shards").path("before").asInt()).isEqualTo(5);
    assertThat(answer.path("inForce").asBoolean()).isFalse();
  }

  @Test
  void thePlanInForceIsShownWithWhatIsLeftOfIt() {
    Topology record = Recorded.onTheWay();

    JsonNode answer = ToolRun.json(Recorded.yaml(record, NOTHING_REMEMBERED), 5);

    MovePlan inForce = MovePlan.of(record);
    assertThat(answer.path("planHash").asText()).isEqualTo(inForce.hash());
    assertThat(answer.path("moves").asInt()).isEqualTo(inForce.moves()).isEqualTo(406);
    assertThat(answer.path("inForce").asBoolean()).isTrue();
    assertThat(answer.path("notes").toString()).contains("3 slots are under way now");
  }

  @Test
  void theIdIsTheOneTheOperatorAsksForAlsoWhenThePlanComesAgain() {
    Topology record = Recorded.onTheWay();
    String first = approval(record, NOTHING_REMEMBERED);
    VectorTopologySpec spent = new VectorTopologySpec("0.1.0", null, List.of(first), null);

    String again = approval(record, spent);

    assertThat(first).startsWith("plan-");
    assertThat(again).startsWith("plan-").isNotEqualTo(first);
  }

  private static String approval(Topology record, VectorTopologySpec memory) {
    JsonNode answer = ToolRun.json(Recorded.yaml(record, memory), 2);
    Plan plan = operator(record, memory, 2);
    assertThat(answer.path("approval").path("waits").asBoolean()).isTrue();
    assertThat(plan.pending())
        .singleElement()
        .satisfies(
            asked -> assertThat(answer.path("approval").path("id").asText()).isEqualTo(asked.id()));
    return plan.pending().getFirst().id();
  }

  /** What the operator does of this record, whoever is silent. */
  private static Plan operator(Topology record, VectorTopologySpec memory, int shards) {
    VectorClusterSpec spec =
        new ObjectMapper()
            .convertValue(Collections.singletonMap("shards", shards), VectorClusterSpec.class);
    return Planner.topologyPlan(
        new Request(
            new ClusterIdentity("search", "products", Recorded.UID, 1, false),
            spec,
            new Release("registry.example/index-node", "0.1.0")),
        new Observation(
            Instant.EPOCH,
            VectorClusterStatus.UNSEEN,
            Optional.of(new ObservedRecord("7", memory, Optional.of(RecordCodec.encode(record)))),
            Collections.emptySortedMap(),
            List.of(),
            List.of(),
            Collections.emptySortedMap(),
            true,
            new Credentials("a", "b", "c")));
  }

  @Test
  void theSpecThatIsRememberedIsUsedWhereTheRecordIsAlone() {
    VectorClusterSpec accepted =
        new ObjectMapper()
            .convertValue(
                Collections.singletonMap("rebalance", Collections.singletonMap("mode", "Approve")),
                VectorClusterSpec.class);
    VectorTopologySpec memory = new VectorTopologySpec("0.1.0", accepted, null, null);

    JsonNode answer = ToolRun.json(Recorded.yaml(Recorded.onTheWay(), memory), 6);

    assertThat(answer.path("approval").path("reason").asText()).isEqualTo("ModeApprove");
  }

  @Test
  void besideItsRecordTheClusterSaysOnlyWhatIsWished() {
    String topology = Recorded.yaml(Recorded.onTheWay(), NOTHING_REMEMBERED);
    String cluster =
        """
        ---
        apiVersion: vectorcluster.io/v1alpha1
        kind: VectorCluster
        metadata: {name: products, namespace: search, uid: %s}
        spec: {shards: 9, rebalance: {mode: Approve}}
        """
            .formatted(Recorded.UID);

    JsonNode both = ToolRun.json(topology + cluster, 4);

    JsonNode alone = ToolRun.json(topology, 4);
    assertThat(both.path("planHash")).isEqualTo(alone.path("planHash"));
    assertThat(both.path("routes")).isEqualTo(alone.path("routes"));
    assertThat(both.path("approval").path("waits").asBoolean()).isTrue();
    assertThat(alone.path("approval").path("waits").asBoolean()).isFalse();
  }
}
