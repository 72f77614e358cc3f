package io.vectorcluster.indexnode.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TokenClientInterceptor;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.UuidBytes;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.AdoptTopologyResponse;
import io.vectorcluster.wire.v1.Adoption;
import io.vectorcluster.wire.v1.Call;
import io.vectorcluster.wire.v1.CatalogServiceGrpc;
import io.vectorcluster.wire.v1.FiguresRequest;
import io.vectorcluster.wire.v1.GetCatalogRequest;
import io.vectorcluster.wire.v1.GetTopologyRequest;
import io.vectorcluster.wire.v1.GetTopologyResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import io.vectorcluster.wire.v1.NotReady;
import io.vectorcluster.wire.v1.ShardDataGrpc;
import io.vectorcluster.wire.v1.StatusRequest;
import io.vectorcluster.wire.v1.StatusResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port itself: who may call, and what the operator is told. */
@Timeout(60)
final class InternalPortTest {
  private static final String OTHER = "other-token-0123456789-0123456789";

  private volatile List<String> valid = List.of(TestNode.TOKEN);
  private final TestNode node = new TestNode(0, () -> valid);
  private final ManagedChannel channel =
      Grpc.newChannelBuilderForAddress(
              "127.0.0.1", node.server.port(), InsecureChannelCredentials.create())
          .build();

  @AfterEach
  void close() throws InterruptedException {
    channel.shutdownNow();
    assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    node.close();
  }

  @Test
  void withoutATokenNothingIsAnswered() {
    assertRefused(channel);
    assertRefused(with(OTHER));
    assertRefused(with(TestNode.TOKEN.substring(1)));
    assertThat(status(with(TestNode.TOKEN)).getPod()).isEqualTo("pod-0");
  }

  @Test
  void aNodeWithoutATokenRefusesAll() {
    valid = List.of();

    assertRefused(channel);
    assertRefused(with(""));
    assertRefused(with(TestNode.TOKEN));
  }

  @Test
  void bothTokensAreValidDuringARotation() {
    valid = List.of(TestNode.TOKEN, OTHER);
    assertThat(status(with(TestNode.TOKEN)).getPod()).isEqualTo("pod-0");
    assertThat(status(with(OTHER)).getPod()).isEqualTo("pod-0");

    valid = List.of(OTHER);
    assertRefused(with(TestNode.TOKEN));
    assertThat(status(with(OTHER)).getPod()).isEqualTo("pod-0");
  }

  @Test
  void aPeerWithAnotherTokenIsToldSo() {
    try (TestNode stranger = new TestNode(9, () -> List.of(OTHER))) {
      stranger.topologies.adopt(topology());

      Outcome<Long> outcome = stranger.coordinator.count("c", TestCluster.soon());

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Rejected.class,
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(Outcome.Reason.UNAVAILABLE);
                assertThat(rejected.message()).contains("cluster token").doesNotContain(OTHER);
              });
    }
  }

  private void assertRefused(Channel by) {
    assertThatThrownBy(() -> status(by)).satisfies(InternalPortTest::unauthenticated);
    assertThatThrownBy(
            () -> ShardDataGrpc.newBlockingStub(by).figures(FiguresRequest.getDefaultInstance()))
        .satisfies(InternalPortTest::unauthenticated);
    assertThatThrownBy(
            () ->
                CatalogServiceGrpc.newBlockingStub(by).get(GetCatalogRequest.getDefaultInstance()))
        .satisfies(InternalPortTest::unauthenticated);
    assertThat(node.topologies.current()).isEmpty();
  }

  private static void unauthenticated(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
  }

  @Test
  void aFreshNodeIsNotReadyAndSaysWhy() {
    StatusResponse status = status(with(TestNode.TOKEN));

    assertThat(status.getReady()).isFalse();
    assertThat(status.getNotReadyList().stream().map(NotReady::getId))
        .containsExactly("no-topology");
    assertThat(UuidBytes.read("id", status.getStoreId())).isEqualTo(node.store.value());
    assertThat(status.getTopologyEpoch()).isZero();
    assertThat(status.getShardId()).isZero();
    assertThat(status.hasShardId()).isTrue();
  }

  @Test
  void adoptingIsIdempotentAndOlderOnesAreRefusedWithTheNodesOwn() {
    Topology first = topology();
    Topology second = TestCluster.rotated(first, 0).republishedAbove(first.epoch());

    assertThat(adopt(first).getResult()).isEqualTo(Adoption.ADOPTION_ADOPTED);
    assertThat(adopt(first).getResult()).isEqualTo(Adoption.ADOPTION_SAME);
    assertThat(adopt(second).getResult()).isEqualTo(Adoption.ADOPTION_ADOPTED);
    AdoptTopologyResponse older = adopt(first);

    assertThat(older.getResult()).isEqualTo(Adoption.ADOPTION_OLDER);
    assertThat(older.getEpoch()).isEqualTo(second.epoch());
    assertThat(TopologyMapping.fromMessage(older.getOwn())).isEqualTo(second);
    StatusResponse status = status(with(TestNode.TOKEN));
    assertThat(status.getReady()).isTrue();
    assertThat(status.getTopologyEpoch()).isEqualTo(second.epoch());
    assertThat(UuidBytes.read("id", status.getClusterId())).isEqualTo(TestCluster.ID.value());
  }

  @Test
  void anotherClustersTopologyIsAConflict() {
    Topology own = topology();
    adopt(own);
    Topology foreign =
        new Topology(
            new ClusterId(new UUID(8, 8)),
            own.epoch() + 5,
            own.sharding(),
            own.shards(),
            own.assignment(),
            own.terms());

    AdoptTopologyResponse answer = adopt(foreign);

    assertThat(answer.getResult()).isEqualTo(Adoption.ADOPTION_CONFLICTING);
    assertThat(node.topologies.current()).contains(own);
  }

  @Test
  void theNodesCopyIsGivenWholeWithItsStore() {
    GetTopologyResponse without = getTopology();
    adopt(topology());
    GetTopologyResponse with = getTopology();

    assertThat(without.hasTopology()).isFalse();
    assertThat(TopologyMapping.fromMessage(with.getTopology())).isEqualTo(topology());
    assertThat(UuidBytes.read("id", with.getStoreId())).isEqualTo(node.store.value());
  }

  @Test
  void aTopologyThatCannotBeKeptIsNotAnsweredFor() {
    node.topologyLog.breakDown();

    assertThatThrownBy(() -> adopt(topology()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));

    assertThat(node.topologies.current()).isEmpty();
    assertThat(getTopology().hasTopology()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aCallForAnotherShardOrOfABrokenMessageIsRefused(int shard) {
    adopt(topology());
    var answer =
        ShardDataGrpc.newBlockingStub(with(TestNode.TOKEN))
            .figures(
                FiguresRequest.newBuilder()
                    .setCall(
                        Call.newBuilder().setShardId(shard % 2).setShardEpoch(topology().epoch()))
                    .build());

    String message = answer.getNotDone().getRefusal().getMessage();
    assertThat(message).contains(shard == 1 ? "this node holds shard 0" : "collection number");
  }

  private Topology topology() {
    try (TestCluster cluster = new TestCluster()) {
      cluster.nodes.add(node);
      Topology topology = cluster.topology();
      cluster.nodes.clear();
      return topology;
    }
  }

  private AdoptTopologyResponse adopt(Topology topology) {
    return NodeAdminGrpc.newBlockingStub(with(TestNode.TOKEN))
        .adoptTopology(
            AdoptTopologyRequest.newBuilder()
                .setTopology(TopologyMapping.toMessage(topology))
                .build());
  }

  private GetTopologyResponse getTopology() {
    return NodeAdminGrpc.newBlockingStub(with(TestNode.TOKEN))
        .getTopology(GetTopologyRequest.getDefaultInstance());
  }

  private static StatusResponse status(Channel by) {
    return NodeAdminGrpc.newBlockingStub(by).status(StatusRequest.getDefaultInstance());
  }

  private Channel with(String token) {
    return io.grpc.ClientInterceptors.intercept(
        channel, new TokenClientInterceptor(() -> List.of(token)));
  }
}
