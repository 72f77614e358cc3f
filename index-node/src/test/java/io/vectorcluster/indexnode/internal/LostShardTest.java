package io.vectorcluster.indexnode.internal;

import static io.vectorcluster.indexnode.internal.TestCluster.near;
import static io.vectorcluster.indexnode.internal.TestCluster.query;
import static io.vectorcluster.indexnode.internal.TestCluster.soon;
import static io.vectorcluster.indexnode.internal.TestCluster.upsert;
import static io.vectorcluster.indexnode.internal.TestCluster.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Coverage;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.topology.ShardId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is answered while one of three shards does not answer. */
@Timeout(60)
final class LostShardTest {
  private static final int POINTS = 60;
  private static final ShardId LOST = new ShardId(2);

  private final TestCluster cluster = TestCluster.of(3);

  @BeforeEach
  void fill() {
    cluster.create("c", 2, Distance.EUCLID);
    value(cluster.node(0).coordinator.write("c", points(), true, soon()));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aSearchFailsUnlessItAllowsPartialAnswers() {
    // Given
    cluster.node(2).close();

    // When
    Outcome<SearchAnswer> whole = search(query(near(0, 0), POINTS));
    SearchAnswer partial = value(search(partial()));

    // Then
    assertRejected(whole, Reason.UNAVAILABLE, "shard 2");
    assertThat(partial.coverage()).isEqualTo(new Coverage(3, Set.of(LOST)));
    assertThat(partial.coverage().complete()).isFalse();
    assertThat(partial.hits()).hasSizeBetween(1, POINTS - 1);
  }

  @Test
  void whatTheClusterSaysHoldsForSearchesThatDoNotSay() {
    // Given
    cluster.node(2).close();
    cluster.node(0).reads =
        new ReadPolicy(
            ReadPolicy.DEFAULT.from(),
            ReadPolicy.DEFAULT.prefer(),
            ReadPolicy.DEFAULT.hedgeAfter(),
            MissingShard.PARTIAL,
            Map.of());

    // When
    SearchAnswer unsaid = value(search(query(near(0, 0), POINTS)));
    Outcome<SearchAnswer> whole = search(saying(MissingShard.FAIL));

    // Then
    assertThat(unsaid.coverage().missing()).containsExactly(LOST);
    assertRejected(whole, Reason.UNAVAILABLE, "shard 2");
    assertRejected(cluster.node(0).coordinator.count("c", soon()), Reason.UNAVAILABLE, "shard 2");
  }

  @Test
  void readsOfOtherShardsGoOnAndCountsAreWholeOrNot() {
    cluster.node(2).close();

    assertRejected(cluster.node(0).coordinator.count("c", soon()), Reason.UNAVAILABLE, "shard 2");
    assertThat(
            value(
                cluster
                    .node(0)
                    .coordinator
                    .retrieve(
                        "c",
                        List.of(TestCluster.id(idAt(1))),
                        Selection.NOTHING,
                        Consistency.IN_SYNC,
                        soon())))
        .hasSize(1);
  }

  @Test
  void aWriteSaysWhatWasDoneAndRepeatingItIsSafe() {
    // Given
    cluster.node(2).close();

    // When
    var outcome = cluster.node(0).coordinator.write("c", points(), true, soon());

    // Then
    assertRejected(outcome, Reason.UNAVAILABLE, "shard 2");
    assertRejected(outcome, Reason.UNAVAILABLE, "changes were made, others may have been");

    // When the shard is back
    cluster.nodes.set(2, cluster.node(2).restart());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                cluster.node(0).coordinator.write("c", points(), true, soon())
                    instanceof Outcome.Done);

    // Then
    assertThat(value(cluster.node(1).coordinator.count("c", soon()))).isEqualTo(POINTS);
  }

  @Test
  void aWriteWithOneWrongPointChangesNothing() {
    // Given 60 points that would move and one of the wrong size
    List<Mutation> moved =
        LongStream.range(0, POINTS)
            .mapToObj(i -> i == POINTS - 1 ? upsert(i, 1) : upsert(i, 9_999, 9_999))
            .toList();

    // When
    var outcome = cluster.node(1).coordinator.write("c", moved, true, soon());

    // Then
    assertRejected(outcome, Reason.BAD_REQUEST, "expected dim: 2, got 1");
    assertThat(value(search(query(near(0, 0), 1))).hits().getFirst().score()).isZero();
  }

  @Test
  void aSilentShardCostsTheDeadlineAndNoMore() {
    // Given
    cluster.node(2).points.hold();

    // When
    var started = TestCluster.in(Duration.ZERO).instant();
    Outcome<SearchAnswer> whole =
        cluster
            .node(0)
            .coordinator
            .search("c", query(near(0, 0), 5), TestCluster.in(Duration.ofMillis(400)));
    Duration took = Duration.between(started, TestCluster.in(Duration.ZERO).instant());
    SearchAnswer partial =
        value(
            cluster
                .node(0)
                .coordinator
                .search("c", partial(), TestCluster.in(Duration.ofSeconds(2))));

    // Then
    assertRejected(whole, Reason.TIMEOUT, "shard 2");
    assertThat(took).isBetween(Duration.ofMillis(350), Duration.ofSeconds(10));
    assertThat(partial.coverage().missing()).containsExactly(LOST);
  }

  @Test
  void aSearchNearAPointOfALostShardFailsThoughPartialAnswersAreAllowed() {
    cluster.node(2).close();
    var target = new io.vectorcluster.indexnode.core.QueryTarget.NearestTo(TestCluster.id(idAt(2)));
    SearchQuery near =
        new SearchQuery(
            "",
            target,
            5,
            0,
            Optional.empty(),
            SearchParams.DEFAULT,
            Selection.PAYLOAD,
            Optional.of(MissingShard.PARTIAL));

    assertRejected(search(near), Reason.UNAVAILABLE, "shard 2");
  }

  @Test
  void unknownPointsAndSpacesAreNamed() {
    var unknown = new io.vectorcluster.indexnode.core.QueryTarget.NearestTo(TestCluster.id(777));
    assertRejected(
        search(query(unknown, 5)), Reason.NOT_FOUND, "Not found: No point with id 777 found");

    SearchQuery space =
        new SearchQuery(
            "nope",
            unknown,
            5,
            0,
            Optional.empty(),
            SearchParams.DEFAULT,
            Selection.PAYLOAD,
            Optional.empty());
    assertRejected(search(space), Reason.BAD_REQUEST, "`nope`");

    Mutation without = new Mutation.Upsert(new Point(TestCluster.id(777), Map.of(), Payload.EMPTY));
    value(cluster.node(0).coordinator.write("c", List.of(without), true, soon()));
    assertRejected(search(query(unknown, 5)), Reason.BAD_REQUEST, "has no vector");
    assertRejected(search(query(near(1, 2, 3), 5)), Reason.BAD_REQUEST, "expected dim: 2, got 3");
    assertThat(DenseVector.of(1, 2).size()).isEqualTo(2);
  }

  private Outcome<SearchAnswer> search(SearchQuery query) {
    return cluster.node(0).coordinator.search("c", query, soon());
  }

  private static SearchQuery partial() {
    return saying(MissingShard.PARTIAL);
  }

  private static SearchQuery saying(MissingShard onMissingShard) {
    return new SearchQuery(
        "",
        near(0, 0),
        POINTS,
        0,
        Optional.empty(),
        SearchParams.DEFAULT,
        Selection.PAYLOAD,
        Optional.of(onMissingShard));
  }

  private long idAt(int shard) {
    var topology = cluster.topology();
    return LongStream.range(0, POINTS)
        .filter(
            i -> {
              int slot =
                  io.vectorcluster.topology.SlotHash.slot(
                      TestCluster.id(i), topology.sharding().slots());
              return topology.assignment().ownerValue(slot) == shard;
            })
        .findFirst()
        .orElseThrow();
  }

  private static void assertRejected(Outcome<?> outcome, Reason reason, String part) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.message()).contains(part);
            });
  }

  private static List<Mutation> points() {
    return LongStream.range(0, POINTS).mapToObj(i -> upsert(i, (float) i, 0)).toList();
  }
}
