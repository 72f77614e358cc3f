package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the StatefulSet controller, the storage driver and the kubelet: makes the claims
 * and the pods of each StatefulSet, and runs a {@link FakeNode} for it on a loopback address.
 */
final class FakeKubelet implements AutoCloseable {
  private static final String NAMESPACE = "default";
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private final KubernetesClient client;
  private final Map<String, FakeNode> running = new ConcurrentHashMap<>();
  private final Map<String, FakeNode.Disk> disks = new ConcurrentHashMap<>();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();
  private final AtomicInteger stores = new AtomicInteger();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private final ScheduledFuture<?> ticking;

  FakeKubelet(KubernetesClient client) {
    this.client = client;
    this.ticking = clock.scheduleWithFixedDelay(this::tick, 0, 200, TimeUnit.MILLISECONDS);
  }

  /** The disk of a pod. */
  FakeNode.Disk disk(String pod) {
    return disks.computeIfAbsent(pod, name -> new FakeNode.Disk(stores.incrementAndGet()));
  }

  /** Cuts a node off; its pod stays ready as far as Kubernetes knows. */
  void cut(String pod) {
    cut.add(pod);
    stop(pod);
  }

  void mend(String pod) {
    cut.remove(pod);
  }

  /** Its machine is gone; Kubernetes has not noticed yet and calls the pod ready. */
  void kill(String pod) {
    dead.add(pod);
    stop(pod);
  }

  void revive(String pod) {
    dead.remove(pod);
  }

  /** Whether the other nodes hear a pod. */
  private boolean lives(String pod) {
    return running.containsKey(pod) || cut.contains(pod);
  }

  private FakeMembers members() {
    return new FakeMembers(
        disks.values(),
        disks.entrySet().stream()
            .filter(disk -> lives(disk.getKey()))
            .map(disk -> disk.getValue().store())
            .collect(Collectors.toSet()));
  }

  /** The pod comes back with another, empty disk. */
  void loseDisk(String pod) {
    disks.remove(pod);
    client.pods().inNamespace(NAMESPACE).withName(pod).delete();
  }

  private void tick() {
    try {
      Set<String> wanted = new HashSet<>();
      for (StatefulSet set :
          client.apps().statefulSets().inNamespace(NAMESPACE).list().getItems()) {
        report(set, revision(set));
        for (int ordinal = 0; ordinal < set.getSpec().getReplicas(); ordinal++) {
          String pod = set.getMetadata().getName() + "-" + ordinal;
          wanted.add(pod);
          run(set, pod);
        }
      }
      for (Pod pod : client.pods().inNamespace(NAMESPACE).list().getItems()) {
        if (!wanted.contains(pod.getMetadata().getName())) {
          stop(pod.getMetadata().getName());
          client.resource(pod).withGracePeriod(0).delete();
        }
      }
    } catch (KubernetesClientException e) {
      // Objects come and go under its hands; the next tick looks again.
    }
  }

  private static String revision(StatefulSet set) {
    return "r" + Integer.toHexString(set.getSpec().getTemplate().hashCode());
  }

  private void run(StatefulSet set, String name) {
    if (dead.contains(name)) {
      return;
    }
    claim(set, "data-" + name);
    @Nullable Pod pod = client.pods().inNamespace(NAMESPACE).withName(name).get();
    if (pod != null && pod.getMetadata().getDeletionTimestamp() != null) {
      client.resource(pod).withGracePeriod(0).delete();
      return;
    }
    if (pod == null) {
      stop(name);
      pod = client.resource(pod(set, name, revision(set))).create();
    }
    if (!cut.contains(name)) {
      running.computeIfAbsent(
          name, key -> new FakeNode(address(name), disk(name), () -> tokens(set), this::members));
    }
    boolean ready = disk(name).isInSync();
    boolean shown =
        pod.getStatus().getConditions().stream().anyMatch(c -> c.getStatus().equals("True"));
    if (ready != shown || !"Running".equals(pod.getStatus().getPhase())) {
      client.resource(running(pod, ready)).updateStatus();
    }
  }

  private void report(StatefulSet set, String revision) {
    if (!revision.equals(set.getStatus() == null ? null : set.getStatus().getUpdateRevision())
        || !set.getMetadata().getGeneration().equals(set.getStatus().getObservedGeneration())) {
      client
          .resource(
              set.edit()
                  .withNewStatus()
                  .withReplicas(set.getSpec().getReplicas())
                  .withUpdateRevision(revision)
                  .withObservedGeneration(set.getMetadata().getGeneration())
                  .endStatus()
                  .build())
          .updateStatus();
    }
  }

  private void claim(StatefulSet set, String name) {
    @Nullable PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(NAMESPACE).withName(name).get();
    if (claim != null) {
      return;
    }
    PersistentVolumeClaim template = set.getSpec().getVolumeClaimTemplates().getFirst();
    PersistentVolumeClaim created =
        client
            .resource(
                new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(NAMESPACE)
                    .withLabels(template.getMetadata().getLabels())
                    .endMetadata()
                    .withSpec(template.getSpec())
                    .build())
            .create();
    client
        .resource(created.edit().withNewStatus().withPhase("Bound").endStatus().build())
        .updateStatus();
  }

  private static Pod pod(StatefulSet set, String name, String revision) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
        .addToLabels("controller-revision-hash", revision)
        .endMetadata()
        .withSpec(set.getSpec().getTemplate().getSpec())
        .editSpec()
        .withNodeName("node-a")
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim()
        .withClaimName("data-" + name)
        .endPersistentVolumeClaim()
        .endVolume()
        .endSpec()
        .build();
  }

  private Pod running(Pod pod, boolean ready) {
    return pod.edit()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(address(pod.getMetadata().getName()))
        .withConditions(
            new PodConditionBuilder()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .build())
        .endStatus()
        .build();
  }

  /** One that no other test of this machine has: 127.60 to 127.99, by process and count. */
  private String address(String pod) {
    return addresses.computeIfAbsent(
        pod,
        name -> {
          int number = ADDRESSES.incrementAndGet();
          long process = ProcessHandle.current().pid();
          return "127.%d.%d.%d"
              .formatted(60 + process % 40, (process / 40 + number / 250) % 256, number % 250 + 1);
        });
  }

  private List<String> tokens(StatefulSet set) {
    String cluster = set.getMetadata().getLabels().get(Labels.INSTANCE);
    @Nullable Secret secret =
        client.secrets().inNamespace(NAMESPACE).withName(cluster + "-internal").get();
    return secret == null
        ? List.of()
        : List.of(
            new String(
                Base64.getDecoder().decode(secret.getData().get(Secrets.TOKEN)),
                StandardCharsets.UTF_8));
  }

  private void stop(String pod) {
    @Nullable FakeNode node = running.remove(pod);
    if (node != null) {
      node.close();
    }
  }

  @Override
  public void close() {
    ticking.cancel(true);
    clock.shutdownNow();
    running.values().forEach(FakeNode::close);
  }
}
