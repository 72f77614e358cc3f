package io.vectorcluster.indexnode.internal;

import static io.vectorcluster.indexnode.internal.TestCluster.config;
import static io.vectorcluster.indexnode.internal.TestCluster.soon;
import static io.vectorcluster.indexnode.internal.TestCluster.upsert;
import static io.vectorcluster.indexnode.internal.TestCluster.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The catalog: kept by shard 0, copied to every node (protocol R3). */
@Timeout(60)
final class CatalogTest {
  private final TestCluster cluster = TestCluster.of(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void oneOfTwoCreatesOfANameWinsAndTheOtherIsAConflict() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "c" + round;
      CyclicBarrier together = new CyclicBarrier(2);
      List<Outcome<Collection>> outcomes;
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<Outcome<Collection>>> futures =
            List.of(
                threads.submit(() -> create(cluster.node(1), name, together)),
                threads.submit(() -> create(cluster.node(2), name, together)));
        outcomes = List.of(futures.get(0).get(), futures.get(1).get());
      }

      assertThat(outcomes).filteredOn(o -> o instanceof Outcome.Done).hasSize(1);
      assertThat(outcomes)
          .filteredOn(o -> o instanceof Outcome.Rejected)
          .singleElement()
          .isEqualTo(
              Outcome.rejected(
                  Reason.CONFLICT, "Wrong input: Collection `%s` already exists!".formatted(name)));
    }
    assertThat(cluster.node(0).copy.current().collections()).hasSize(20);
  }

  private static Outcome<Collection> create(TestNode node, String name, CyclicBarrier together)
      throws Exception {
    together.await();
    return node.coordinator.createCollection(name, config(2, Distance.DOT), soon());
  }

  @Test
  void everyNodeHearsOfAChangeAtOnce() {
    value(cluster.node(1).coordinator.createCollection("c", config(2, Distance.DOT), soon()));

    assertThat(cluster.nodes)
        .allSatisfy(n -> assertThat(n.coordinator.catalog().find("c")).isPresent());
  }

  @Test
  void aShardZeroThatBeginsEmptyTakesTheHighestCopyOfAnyNode() {
    // Given node 1 alone has heard of the last of two collections
    cluster.create("a", 2, Distance.DOT);
    cluster.node(2).close();
    cluster.create("b", 2, Distance.DOT);
    cluster.nodes.set(2, cluster.node(2).restart());
    assertThat(cluster.node(2).copy.current().collections()).containsOnlyKeys("a");

    // When the store of shard 0 is another one, and the first call comes from who missed it
    cluster.node(0).close();
    cluster.nodes.set(0, new TestNode(0));
    cluster.publish(cluster.topology().republishedAbove(5));
    Collection created =
        value(cluster.node(2).coordinator.createCollection("c", config(2, Distance.DOT), soon()));

    // Then nothing of the catalog is lost, and no number is given twice
    assertThat(created.number().value()).isEqualTo(3);
    assertThat(cluster.nodes)
        .allSatisfy(
            node -> assertThat(node.copy.current().collections()).containsOnlyKeys("a", "b", "c"));
  }

  @Test
  void aNodeThatMissedACreateFetchesWhenARequestNamesTheNewerVersion() {
    // Given node 2 is away while a collection is created
    cluster.node(2).close();
    cluster.create("c", 2, Distance.DOT);
    cluster.nodes.set(2, cluster.node(2).restart());
    assertThat(cluster.node(2).copy.current()).isEqualTo(Catalog.EMPTY);

    // When points of all shards are written through node 1, which connects for the first time
    value(cluster.node(1).coordinator.write("c", points(), true, soon()));

    // Then
    assertThat(cluster.node(2).copy.current().find("c")).isPresent();
    assertThat(value(cluster.node(2).coordinator.count("c", soon()))).isEqualTo(60);
  }

  @Test
  void notFoundIsSaidOnlyOnTheKeepersWord() {
    // Given node 2 missed the create
    cluster.node(2).close();
    cluster.create("c", 2, Distance.DOT);
    cluster.nodes.set(2, cluster.node(2).restart());

    // When and then
    assertThat(value(cluster.node(2).coordinator.find("c", soon())).name()).isEqualTo("c");
    assertThat(cluster.node(2).coordinator.find("d", soon()))
        .isEqualTo(Outcome.rejected(Reason.NOT_FOUND, "Not found: Collection `d` doesn't exist!"));

    // When the keeper is away, unknown is not the same as not there
    cluster.node(0).close();
    assertThat(cluster.node(2).coordinator.find("d", soon()))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.UNAVAILABLE));
    assertThat(value(cluster.node(2).coordinator.find("c", soon())).name()).isEqualTo("c");
  }

  @Test
  void aDeletedCollectionIsGoneEverywhereAlsoForTheNodeThatMissedIt() {
    // Given points on all shards, and node 2 away while the collection is deleted
    cluster.create("c", 2, Distance.DOT);
    value(cluster.node(1).coordinator.write("c", points(), true, soon()));
    cluster.node(2).close();
    assertThat(value(cluster.node(1).coordinator.deleteCollection("c", soon()))).isTrue();
    assertThat(value(cluster.node(1).coordinator.deleteCollection("c", soon()))).isFalse();
    cluster.nodes.set(2, cluster.node(2).restart());
    assertThat(cluster.node(2).copy.current().find("c")).isPresent();

    // When it is asked by its old name and number
    Outcome<?> written = cluster.node(2).coordinator.write("c", points(), true, soon());

    // Then
    assertThat(written)
        .isEqualTo(Outcome.rejected(Reason.NOT_FOUND, "Not found: Collection `c` doesn't exist!"));
    assertThat(cluster.nodes)
        .allSatisfy(n -> assertThat(n.points.collectionsWithPoints()).isZero());
  }

  @Test
  void aCollectionThatIsCreatedAgainHasAnotherNumberAndNoPoints() {
    Collection first = cluster.create("c", 2, Distance.DOT);
    value(cluster.node(1).coordinator.write("c", points(), true, soon()));
    value(cluster.node(2).coordinator.deleteCollection("c", soon()));

    Collection second = cluster.create("c", 2, Distance.DOT);

    assertThat(second.number().value()).isGreaterThan(first.number().value());
    assertThat(value(cluster.node(1).coordinator.count("c", soon()))).isZero();
  }

  @Test
  void theCatalogIsWholeAfterARestartOfAllNodesWithoutTheOperator() {
    // Given
    cluster.create("c", 2, Distance.MANHATTAN);
    value(cluster.node(1).coordinator.write("c", points(), true, soon()));
    Catalog before = cluster.node(0).copy.current();

    // When
    for (int i = 0; i < cluster.nodes.size(); i++) {
      cluster.nodes.set(i, cluster.node(i).restart());
    }

    // Then
    assertThat(cluster.nodes).allSatisfy(n -> assertThat(n.copy.current()).isEqualTo(before));
    assertThat(value(cluster.node(2).coordinator.count("c", soon()))).isEqualTo(60);
  }

  @Test
  void aNameThatIsNoNameIsRefusedByTheKeeper() {
    Outcome<Collection> outcome =
        cluster.node(2).coordinator.createCollection("a/b", config(2, Distance.DOT), soon());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.BAD_REQUEST);
              assertThat(Objects.toString(rejected.message())).contains("collection name");
            });
  }

  private static List<Mutation> points() {
    return LongStream.range(0, 60).mapToObj(i -> upsert(i, (float) i, 0)).toList();
  }
}
