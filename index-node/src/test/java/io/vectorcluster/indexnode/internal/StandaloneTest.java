package io.vectorcluster.indexnode.internal;

import static io.vectorcluster.indexnode.internal.TestCluster.near;
import static io.vectorcluster.indexnode.internal.TestCluster.query;
import static io.vectorcluster.indexnode.internal.TestCluster.soon;
import static io.vectorcluster.indexnode.internal.TestCluster.upsert;
import static io.vectorcluster.indexnode.internal.TestCluster.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.cluster.CatalogCopy;
import io.vectorcluster.indexnode.cluster.CatalogFollower;
import io.vectorcluster.indexnode.cluster.CatalogKeeper;
import io.vectorcluster.indexnode.cluster.CatalogReader;
import io.vectorcluster.indexnode.cluster.Coordinator;
import io.vectorcluster.indexnode.cluster.GuardedShard;
import io.vectorcluster.indexnode.cluster.LocalFirst;
import io.vectorcluster.indexnode.cluster.ReplicaChoice;
import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node by itself is a coordinator over one local shard; nothing listens for others. */
final class StandaloneTest {
  private static final StoreId STORE = new StoreId(new UUID(5, 6));

  private final MemoryLog log = new MemoryLog();
  private final MemoryShard points = new MemoryShard();

  @Test
  void itAnswersFromItsOwnShardAndKeepsItsOwnCatalog() {
    // Given
    Coordinator node = start();
    value(node.createCollection("c", TestCluster.config(2, Distance.DOT), soon()));

    // When
    var receipt = value(node.write("c", List.of(upsert(1, 1, 0), upsert(2, 0, 1)), false, soon()));
    var hits = value(node.search("c", query(near(1, 0), 1), soon())).hits();

    // Then
    assertThat(receipt.completed()).isFalse();
    assertThat(receipt.sequence()).isEqualTo(2);
    assertThat(hits.getFirst().point().point().id()).isEqualTo(TestCluster.id(1));
    assertThat(start().catalog().find("c")).as("after a restart").isPresent();
  }

  @Test
  void anEmptyWriteIsDone() {
    Coordinator node = start();
    value(node.createCollection("c", TestCluster.config(2, Distance.DOT), soon()));

    assertThat(value(node.write("c", List.of(), true, soon())).sequence()).isZero();
    assertThat(value(node.count("c", soon()))).isZero();
  }

  @Test
  void aFollowerBringsTheCopyOfANodeThatMissedAChangeUpToDate() {
    try (TestCluster cluster = TestCluster.of(2)) {
      // Given
      cluster.node(1).close();
      cluster.create("c", 2, Distance.DOT);
      cluster.nodes.set(1, cluster.node(1).restart());
      TestNode late = cluster.node(1);

      // When
      try (CatalogFollower follower = new CatalogFollower(late.catalog, InstantSource.system())) {
        // Then
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> late.copy.current().find("c").isPresent());
        assertThat(follower).isNotNull();
      }
    }
  }

  private Coordinator start() {
    TopologyHolder topologies = TopologyHolder.standalone(STORE);
    CatalogCopy copy = new CatalogCopy(log);
    copy.listen(points::collectionsChanged);
    CatalogKeeper keeper =
        new CatalogKeeper(
            topologies, STORE, new MemoryCatalog(copy), copy, (_, _) -> Optional.empty());
    CatalogReader catalog =
        new CatalogReader(
            copy,
            topologies,
            LocalFirst.keeper(STORE, keeper, LocalFirst.noKeepers()),
            InstantSource.system());
    GuardedShard guarded = new GuardedShard(ShardId.CATALOG, STORE, topologies, catalog, points);
    return new Coordinator(
        topologies,
        catalog,
        LocalFirst.shards(
            ReplicaChoice.of(STORE, "alone", 1, () -> ReadPolicy.DEFAULT, InstantSource.system()),
            topologies,
            guarded,
            LocalFirst.noMembers()),
        () -> ReadPolicy.DEFAULT,
        InstantSource.system(),
        () -> new RequestId(0, 1));
  }
}
