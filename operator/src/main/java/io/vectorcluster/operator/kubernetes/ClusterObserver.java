package io.vectorcluster.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopology;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedClaim;
import io.vectorcluster.operator.core.ObservedRecord;
import io.vectorcluster.operator.indexnode.NodeAddress;
import io.vectorcluster.operator.indexnode.NodeClient;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.operator.resources.Secrets;
import io.vectorcluster.topology.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at one cluster: the informers' caches, and the nodes themselves. */
final class ClusterObserver {
  private static final Duration PATIENT = Duration.ofSeconds(2);

  /** Where a copy may have to take over, a dead node's silence is not waited for longer. */
  private static final Duration URGENT = Duration.ofSeconds(1);

  private final NodeClient nodes;
  private final CredentialMemory credentials = new CredentialMemory();
  private final FigureClock figures = new FigureClock();

  ClusterObserver(NodeClient nodes) {
    this.nodes = nodes;
  }

  Observation observe(VectorCluster cluster, Context<VectorCluster> context) {
    Instant now = Instant.now();
    List<Pod> pods =
        context
            .getSecondaryResourcesAsStream(Pod.class)
            .filter(pod -> ordinal(pod).isPresent())
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
            .toList();
    List<ObservedClaim> claims =
        context
            .getSecondaryResourcesAsStream(PersistentVolumeClaim.class)
            .flatMap(claim -> claim(claim).stream())
            .sorted(Comparator.comparing(ObservedClaim::name))
            .toList();
    Map<String, NodeAnswer> answers = ask(cluster, pods, context);
    VectorClusterStatus status =
        Optional.ofNullable(cluster.getStatus()).orElse(VectorClusterStatus.UNSEEN);
    return new Observation(
        now,
        status,
        context.getSecondaryResource(VectorTopology.class).map(ClusterObserver::record),
        children(context),
        pods.stream()
            .map(
                pod ->
                    PodReading.of(
                        pod, shard(pod).orElseThrow(), ordinal(pod).orElseThrow(), claims))
            .toList(),
        claims,
        new TreeMap<>(answers),
        figures.isDue(
            cluster.getMetadata().getUid(), status.points() != null, answers.values(), now),
        credentials.of(
            cluster.getMetadata().getUid(), cluster.getMetadata().getName(), secrets(context)));
  }

  /** Where the nodes of a cluster answer, as far as they have an address. */
  static List<NodeAddress> addresses(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .map(
            pod ->
                new NodeAddress(
                    pod.getMetadata().getName(),
                    pod.getMetadata().getUid(),
                    pod.getStatus().getPodIP(),
                    Names.INTERNAL_PORT))
        .toList();
  }

  /** The token of the internal port; empty if its Secret is missing or odd. */
  static Optional<String> token(VectorCluster cluster, Context<VectorCluster> context) {
    String name = Names.internalSecret(cluster.getMetadata().getName());
    return CredentialMemory.value(secrets(context), name, Secrets.TOKEN);
  }

  private static Map<String, Secret> secrets(Context<VectorCluster> context) {
    return context
        .getSecondaryResourcesAsStream(Secret.class)
        .collect(
            Collectors.toMap(
                secret -> secret.getMetadata().getName(), secret -> secret, (a, b) -> b));
  }

  private static boolean hasCopies(VectorCluster cluster) {
    return Optional.ofNullable(cluster.getSpec())
        .flatMap(spec -> Optional.ofNullable(spec.replication()))
        .flatMap(replication -> Optional.ofNullable(replication.factor()))
        .filter(factor -> factor > 1)
        .isPresent();
  }

  private Map<String, NodeAnswer> ask(
      VectorCluster cluster, List<Pod> pods, Context<VectorCluster> context) {
    Optional<String> token = token(cluster, context);
    return token.isEmpty()
        ? Map.of()
        : nodes.ask(addresses(pods), token.get(), hasCopies(cluster) ? URGENT : PATIENT);
  }

  private static SortedMap<ChildKey, JsonNode> children(Context<VectorCluster> context) {
    SortedMap<ChildKey, JsonNode> children = new TreeMap<>();
    for (Class<? extends HasMetadata> type : Trees.CHILD_TYPES) {
      context
          .getSecondaryResourcesAsStream(type)
          .forEach(
              child ->
                  children.put(
                      new ChildKey(child.getKind(), child.getMetadata().getName()),
                      Trees.tree(child)));
    }
    return children;
  }

  private static ObservedRecord record(VectorTopology record) {
    return new ObservedRecord(
        record.getMetadata().getResourceVersion(),
        Optional.ofNullable(record.getSpec())
            .orElse(new VectorTopologySpec(null, null, null, null)),
        Optional.ofNullable(record.getRecord()));
  }

  private static Optional<ObservedClaim> claim(PersistentVolumeClaim claim) {
    String name = claim.getMetadata().getName();
    return shard(claim)
        .flatMap(
            shard ->
                boxed(Names.claimOrdinal(cluster(claim), shard, name))
                    .map(ordinal -> new ObservedClaim(name, shard, ordinal, Trees.tree(claim))));
  }

  /** Which of its shard's pods it is; empty for a pod that only carries our labels. */
  private static Optional<Integer> ordinal(Pod pod) {
    return shard(pod)
        .flatMap(shard -> boxed(Names.ordinal(cluster(pod), shard, pod.getMetadata().getName())));
  }

  private static Optional<Integer> boxed(OptionalInt number) {
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }

  private static String cluster(HasMetadata object) {
    return object.getMetadata().getLabels().getOrDefault(Labels.INSTANCE, "");
  }

  private static Optional<ShardId> shard(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get(Labels.SHARD))
        .filter(text -> text.matches("0|[1-9][0-9]{0,3}"))
        .map(ShardId::parse);
  }
}
