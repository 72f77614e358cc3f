package io.vectorcluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.ShardChoice;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.Sharding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever cannot be answered ends with 2 and one line: the field, its problem, the remedy. */
final class SimulateErrorsTest {
  private static final String API = "apiVersion: vectorcluster.io/v1alpha1\nkind: VectorCluster\n";
  private static final String NAMED = API + "metadata: {name: products}\n";
  private static final String KUBECTL =
      "give what 'kubectl get vectorcluster/NAME vectortopology/NAME -o yaml' prints";
  private static final VectorTopologySpec NOTHING_REMEMBERED =
      new VectorTopologySpec("0.1.0", null, null, null);

  private static void refused(ToolRun run, String... parts) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).startsWith("vectorcluster: ").contains(parts);
    assertThat(run.errors().lines()).hasSize(1);
  }

  @Test
  void fileThatIsNotThere(@TempDir Path folder) {
    String missing = folder.resolve("none.yaml").toString();

    refused(
        ToolRun.of("", "simulate", "--from", missing, "--shards", "5"),
        "--from " + missing + ": does not exist; name a file");
    refused(
        ToolRun.of("", "simulate", "--from", folder.toString(), "--shards", "5"),
        "--from " + folder + ": cannot be read");
  }

  @Test
  void textThatIsNoYaml() {
    refused(
        ToolRun.simulate("kind: [VectorCluster\nspec: {", 5),
        "--from -: is neither YAML nor JSON (line ",
        KUBECTL);
  }

  @Test
  void objectsOfOtherKinds() {
    refused(ToolRun.simulate("", 5), "kind is missing: neither VectorCluster nor", KUBECTL);
    refused(ToolRun.simulate("just words", 5), "kind is missing", KUBECTL);
    refused(
        ToolRun.simulate("apiVersion: apps/v1\nkind: StatefulSet\n", 5),
        "kind is apps/v1 StatefulSet: neither VectorCluster nor VectorTopology of"
            + " vectorcluster.io/v1alpha1",
        KUBECTL);
    refused(
        ToolRun.simulate("apiVersion: other.example/v1\nkind: VectorCluster\n", 5),
        "kind is other.example/v1 VectorCluster: neither");
  }

  @Test
  void objectsOfMoreThanOneCluster() {
    String other = API + "metadata: {name: other}\n";
    refused(
        ToolRun.simulate(NAMED + "---\n" + other, 5),
        "kind VectorCluster is there 2 times (products, other)",
        KUBECTL);
    refused(
        ToolRun.simulate(
            other + "---\n" + Recorded.yaml(Recorded.onTheWay(), NOTHING_REMEMBERED), 5),
        "metadata.name is other of the VectorCluster and search/products of the VectorTopology");
    String reborn =
        API
            + "metadata: {name: products, namespace: search,"
            + " uid: 99999999-2222-4333-8444-555555555555}\n---\n";
    refused(
        ToolRun.simulate(reborn + Recorded.yaml(Recorded.onTheWay(), NOTHING_REMEMBERED), 5),
        "record.clusterId is " + Recorded.UID,
        "get both objects again");
  }

  @Test
  void specThatTheOperatorWouldRefuse() {
    refused(
        ToolRun.simulate(NAMED + "spec: {shards: 3, sharding: {slots: 1000}, image: ' '}\n", 5),
        "spec.image is  : use a reference such as",
        "; spec.sharding.slots is 1000: use 1024, 4096 or 16384");
    refused(
        ToolRun.simulate(API + "metadata: {name: a.b}\n", 5), "metadata.name is a.b: use at most");
    refused(
        ToolRun.simulate(NAMED + "spec: {shards: many}\n", 5),
        "spec.shards is \"many\": the API has another type there; give the object as kubectl");
    refused(ToolRun.simulate(NAMED + "spec: words\n", 5), "spec is \"words\": the API has another");
  }

  @Test
  void shardsOutOfRange() {
    refused(ToolRun.simulate(NAMED, 0), "vectorcluster: --shards is 0: use 1 to 1024");
    refused(ToolRun.simulate(NAMED, 1025), "vectorcluster: --shards is 1025: use 1 to 1024");
    refused(
        ToolRun.simulate(NAMED, 103),
        "vectorcluster: --shards is 103: use at most a tenth of sharding.slots");
    refused(
        ToolRun.simulate(Recorded.yaml(Recorded.onTheWay(), NOTHING_REMEMBERED), 103),
        "vectorcluster: --shards is 103: use at most a tenth of sharding.slots");
    assertThat(ToolRun.simulate(NAMED, 102).exitCode()).isZero();
  }

  @Test
  void modesInWhichSlotsDoNotMove() {
    for (String replication :
        new String[] {"{mode: Quorum, factor: 3}", "{mode: MultiPrimary, factor: 2}"}) {
      refused(
          ToolRun.simulate(NAMED + "spec: {replication: " + replication + "}\n", 5),
          "replication.mode is ",
          "slots move in PrimaryReplica only; create a cluster with other shards");
    }
    refused(
        ToolRun.simulate(
            Recorded.yaml(
                Recorded.topology(
                    new ReplicationMode.MultiPrimary(),
                    2,
                    Placement.first(Sharding.DEFAULT, ShardChoice.first(2))),
                NOTHING_REMEMBERED),
            5),
        "replication.mode is MultiPrimary");
  }

  @Test
  void recordThatSomeoneChanged() {
    ObjectNode altered = Recorded.tree(Recorded.onTheWay(), NOTHING_REMEMBERED);
    altered.withObject("/record").put("epoch", 1000);
    refused(
        ToolRun.simulate(Recorded.text(altered), 5),
        "record of VectorTopology search/products was altered (hash does not match the content);"
            + " give it as kubectl prints it");

    altered.withObject("/record").put("epoch", "soon");
    refused(ToolRun.simulate(Recorded.text(altered), 5), "record.epoch is \"soon\"");
  }

  @Test
  void recordOfAnotherRelease() {
    ObjectNode later = Recorded.tree(Recorded.onTheWay(), NOTHING_REMEMBERED);
    later.withObject("/record").put("format", 3);

    refused(
        ToolRun.simulate(Recorded.text(later), 5),
        "record of VectorTopology search/products has format 3, and this release reads format 2;"
            + " use the tool of the release that wrote it");
  }

  @Test
  void recordThatIsStillAwaited() {
    ObjectNode awaited = Recorded.tree(Recorded.onTheWay(), NOTHING_REMEMBERED);
    awaited.remove("record");

    refused(
        ToolRun.simulate(Recorded.text(awaited), 5),
        "record of VectorTopology search/products is missing: its first stores are still awaited;"
            + " give its VectorCluster");
  }

  @Test
  void argumentsThatAreMissingOrWrong() {
    refused(ToolRun.of("", "simulate", "--shards", "5"), "--from", "vectorcluster simulate --help");
    refused(ToolRun.of("", "simulate", "--from", "-"), "--shards");
    refused(ToolRun.simulate(NAMED, 5, "-o", "xml"), "'--output'", "'xml'");
    refused(ToolRun.of(""), "subcommand", "'vectorcluster --help'");
  }
}
