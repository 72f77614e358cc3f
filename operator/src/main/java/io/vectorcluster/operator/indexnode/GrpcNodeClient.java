package io.vectorcluster.operator.indexnode;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.StatusRuntimeException;
import io.vectorcluster.operator.core.Holdings;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Sighting;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.AdoptTopologyResponse;
import io.vectorcluster.wire.v1.GetTopologyRequest;
import io.vectorcluster.wire.v1.GetTopologyResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import io.vectorcluster.wire.v1.NotReady;
import io.vectorcluster.wire.v1.PromiseRequest;
import io.vectorcluster.wire.v1.StatusRequest;
import io.vectorcluster.wire.v1.StatusResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Over gRPC. A node's copy of the topology is fetched when its epoch is not the one last fetched
 * from that pod: a copy of an epoch never changes.
 */
public final class GrpcNodeClient implements NodeClient {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** Of the calls that are made each second. */
  private static final Duration GLANCE = Duration.ofMillis(900);

  private final NodeChannels channels = new NodeChannels();

  @Override
  public Map<String, NodeAnswer> ask(Collection<NodeAddress> nodes, String token, Duration limit) {
    Map<NodeAddress, ListenableFuture<StatusResponse>> asked = status(nodes, token, limit);
    Map<String, NodeAnswer> answers = new HashMap<>();
    asked.forEach((node, future) -> answers.put(node.pod(), answer(node, token, future)));
    return answers;
  }

  @Override
  public CompletionStage<Map<String, Sighting>> sight(Collection<NodeAddress> nodes, String token) {
    Map<NodeAddress, ListenableFuture<StatusResponse>> asked = status(nodes, token, GLANCE);
    CompletableFuture<Map<String, Sighting>> sightings = new CompletableFuture<>();
    ListenableFuture<List<@Nullable StatusResponse>> all = Futures.successfulAsList(asked.values());
    all.addListener(() -> sightings.complete(Sightings.of(asked)), MoreExecutors.directExecutor());
    return sightings;
  }

  private Map<NodeAddress, ListenableFuture<StatusResponse>> status(
      Collection<NodeAddress> nodes, String token, Duration limit) {
    Map<NodeAddress, ListenableFuture<StatusResponse>> asked = new LinkedHashMap<>();
    for (NodeAddress node : nodes) {
      asked.put(
          node,
          NodeAdminGrpc.newFutureStub(channels.to(node, token))
              .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
              .status(StatusRequest.getDefaultInstance()));
    }
    return asked;
  }

  private NodeAnswer answer(
      NodeAddress node, String token, ListenableFuture<StatusResponse> future) {
    try {
      // The call has a deadline of its own; this one only guards against a lost callback.
      StatusResponse status = future.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return new NodeAnswer.Answered(
          new StoreId(Ids.uuid(status.getStoreId())),
          topology(node, token, status),
          status.getPromisedEpoch(),
          status.getReady(),
          status.getNotReadyList().stream().map(NotReady::getMessage).toList(),
          MemberReports.of(status),
          status.getPoints(),
          status.getCollections(),
          new Holdings(
              status.getDiskUsedBytes(),
              status.getDiskTotalBytes(),
              status.getIndexBytes(),
              status.getIndexLimitBytes()),
          Sightings.divergence(status));
    } catch (ExecutionException | StatusRuntimeException | IllegalArgumentException e) {
      return new NodeAnswer.Silent(Failures.describe(e));
    } catch (TimeoutException e) {
      future.cancel(true);
      return new NodeAnswer.Silent("no answer within " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NodeAnswer.Silent("the operator is stopping");
    }
  }

  private Optional<Topology> topology(NodeAddress node, String token, StatusResponse status) {
    if (status.getTopologyEpoch() == 0) {
      return Optional.empty();
    }
    ClusterId cluster = new ClusterId(Ids.uuid(status.getClusterId()));
    Optional<Topology> known = channels.lastTopology(node);
    if (known
        .filter(t -> t.epoch() == status.getTopologyEpoch() && t.clusterId().equals(cluster))
        .isPresent()) {
      return known;
    }
    GetTopologyResponse response =
        blocking(node, token).getTopology(GetTopologyRequest.getDefaultInstance());
    if (!response.hasTopology()) {
      return Optional.empty();
    }
    Topology fetched = TopologyMapping.fromMessage(response.getTopology());
    channels.remember(node, fetched);
    return Optional.of(fetched);
  }

  @Override
  public Map<String, String> adopt(Map<NodeAddress, Topology> topologies, String token) {
    Map<String, ListenableFuture<AdoptTopologyResponse>> told = new LinkedHashMap<>();
    topologies.forEach(
        (node, topology) ->
            told.put(
                node.pod(),
                NodeAdminGrpc.newFutureStub(channels.to(node, token))
                    .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .adoptTopology(
                        AdoptTopologyRequest.newBuilder()
                            .setTopology(TopologyMapping.toMessage(topology))
                            .build())));
    Map<String, String> results = new LinkedHashMap<>();
    told.forEach((pod, future) -> results.put(pod, adoption(future)));
    return results;
  }

  private static String adoption(ListenableFuture<AdoptTopologyResponse> future) {
    try {
      return future.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS).getResult().name();
    } catch (ExecutionException e) {
      return Failures.describe(e);
    } catch (TimeoutException e) {
      future.cancel(true);
      return "no answer within " + LIMIT.toSeconds() + " s";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the operator is stopping";
    }
  }

  @Override
  public String promise(NodeAddress node, String token, long epoch) {
    try {
      PromiseRequest request = PromiseRequest.newBuilder().setEpoch(epoch).build();
      return Long.toString(blocking(node, token).promise(request).getEpoch());
    } catch (StatusRuntimeException e) {
      return Failures.describe(e);
    }
  }

  private NodeAdminGrpc.NodeAdminBlockingStub blocking(NodeAddress node, String token) {
    return NodeAdminGrpc.newBlockingStub(channels.to(node, token))
        .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    channels.close();
  }
}
