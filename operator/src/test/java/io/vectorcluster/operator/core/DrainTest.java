package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A shard that leaves, while the nodes' calls fail, hang or lie about emptiness: it stays as long
 * as it holds the only points of a slot, and nothing of it is deleted (S5).
 */
final class DrainTest {
  private static final ShardId LEAVING = new ShardId(2);
  private static final int SEEDS = 6;
  private static final int PASSES = 400;
  private static final int MOST = 64;
  private static final StoreId STRANGER = ScenarioTopology.store(77);

  /** What the operator gets to hear instead of the truth. */
  enum Word {
    /** The call fails, or is not answered in its time. */
    SILENT(true),
    /** Nothing is here, and the record in force is adopted: the worst that can be said. */
    EMPTY_AND_UP_TO_DATE(false),
    EMPTY(false),
    FORMATTED_ANEW(true),
    ANOTHER_STORE(true),
    OF_AN_OLDER_EPOCH(true);

    /** Whether a shard cannot be drained by such words of its own. */
    private final boolean stops;

    Word(boolean stops) {
      this.stops = stops;
    }

    NodeAnswer instead(Answered truth, Topology inForce) {
      return switch (this) {
        case SILENT -> new NodeAnswer.Silent("no answer within 2 s");
        case EMPTY_AND_UP_TO_DATE ->
            empty(truth, truth.store(), Optional.of(inForce), truth.members());
        case EMPTY -> empty(truth, truth.store(), truth.topology(), truth.members());
        case FORMATTED_ANEW -> empty(truth, truth.store(), Optional.empty(), Optional.empty());
        case ANOTHER_STORE -> empty(truth, STRANGER, Optional.of(inForce), truth.members());
        case OF_AN_OLDER_EPOCH ->
            empty(
                truth,
                truth.store(),
                Optional.of(inForce),
                truth.members().map(Word::ofAnOlderEpoch));
      };
    }

    private static MemberReport ofAnOlderEpoch(MemberReport report) {
      return new MemberReport(
          report.store(),
          report.epoch() - 1,
          report.serving(),
          report.silent(),
          report.lost(),
          report.ready(),
          report.primarySilent(),
          report.last(),
          report.migrations());
    }

    private static Answered empty(
        Answered truth, StoreId store, Optional<Topology> topology, Optional<MemberReport> word) {
      return new Answered(
          store,
          topology,
          truth.promised(),
          truth.ready(),
          List.of(),
          word,
          0,
          0,
          Holdings.NONE,
          truth.divergence());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShardThatHoldsPointsStaysWhateverItsOwnNodeSays(Word word) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      MovingCluster cluster = threeShards(seed);
      cluster.lie(LEAVING, truth -> word.instead(truth, cluster.topology()));

      drain(cluster);

      assertThat(isThere(cluster) || !cluster.holds(LEAVING))
          .as("%s, seed %d", word, seed)
          .isTrue();
      if (word.stops) {
        assertThat(isThere(cluster)).as("%s, seed %d", word, seed).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"EMPTY_AND_UP_TO_DATE", "EMPTY"},
      mode = EnumSource.Mode.EXCLUDE)
  void aShardStaysWhileThoseThatReceiveItsSlotsDoNotSayThatTheyHaveThem(Word word) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      MovingCluster cluster = threeShards(seed);
      cluster.lie(new ShardId(0), truth -> word.instead(truth, cluster.topology()));
      cluster.lie(new ShardId(1), truth -> word.instead(truth, cluster.topology()));

      drain(cluster);

      assertThat(cluster.holds(LEAVING)).as("%s, seed %d", word, seed).isTrue();
      assertThat(isThere(cluster)).as("%s, seed %d", word, seed).isTrue();
    }
  }

  @Test
  void aShardWhoseSlotsAreElsewhereLeaves() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      MovingCluster cluster = threeShards(seed);

      drain(cluster);

      assertThat(isThere(cluster)).as("seed %d", seed).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "moves-in-02-drained-shard-leaves, SILENT",
    "moves-in-02-drained-shard-leaves, FORMATTED_ANEW",
    "moves-in-02-drained-shard-leaves, ANOTHER_STORE",
    "moves-in-05-left-shard-is-removed, SILENT",
  })
  void aDrainedShardKeepsItsPodsAndVolumesUntilItsNodeHasSaidSo(String scene, Word word) {
    // Given
    Scenario scenario = Scenario.read(Path.of("src/test/resources/PlannerScenariosTest", scene));
    Observation seen = scenario.observation();
    SortedMap<String, NodeAnswer> nodes = new TreeMap<>(seen.nodes());
    nodes.computeIfPresent(
        "demo-shard-2-0",
        (_, truth) -> {
          Answered answered = (Answered) truth;
          return word.instead(answered, answered.topology().orElseThrow());
        });

    // When
    Plan plan = Planner.plan(scenario.request(), with(seen, nodes));
    Plan otherwise = Planner.plan(scenario.request(), seen);

    // Then
    assertThat(plan.actions()).noneMatch(DrainTest::takesAway);
    assertThat(otherwise.actions()).anyMatch(DrainTest::takesAway);
  }

  private static boolean takesAway(Action action) {
    return action instanceof Action.Delete || action instanceof Action.WriteRecord;
  }

  private static Observation with(Observation seen, SortedMap<String, NodeAnswer> nodes) {
    return new Observation(
        seen.now(),
        seen.status(),
        seen.record(),
        seen.children(),
        seen.pods(),
        seen.claims(),
        nodes,
        seen.figuresDue(),
        seen.drawn());
  }

  private static MovingCluster threeShards(long seed) {
    MovingCluster cluster = new MovingCluster(new SplittableRandom(seed), null, MOST, 3);
    for (int pass = 0; pass < PASSES && !cluster.isCalm(); pass++) {
      cluster.pass();
    }
    assertThat(cluster.isCalm()).isTrue();
    return cluster;
  }

  private static void drain(MovingCluster cluster) {
    cluster.wish(2);
    for (int pass = 0; pass < PASSES; pass++) {
      cluster.pass();
    }
  }

  private static boolean isThere(MovingCluster cluster) {
    return cluster.topology().shard(LEAVING).isPresent();
  }
}
