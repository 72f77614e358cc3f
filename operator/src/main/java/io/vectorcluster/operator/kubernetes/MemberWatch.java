package io.vectorcluster.operator.kubernetes;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.core.Sighting;
import io.vectorcluster.operator.core.Vigil;
import io.vectorcluster.operator.indexnode.NodeAddress;
import io.vectorcluster.operator.indexnode.NodeClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the nodes of clusters with several copies once a second what they say of each other, and
 * wakes the reconciler for a cluster whose nodes say something else. A failover so waits for no
 * status of Kubernetes.
 *
 * <p>It decides nothing and writes nothing. One thread begins all calls and none waits for them: a
 * cluster that answers slowly skips rounds of its own only.
 */
final class MemberWatch extends AbstractEventSource<Void, VectorCluster> {
  private static final Logger LOG = LoggerFactory.getLogger(MemberWatch.class);
  private static final long ROUND_MS = 1000;

  private static final class Watched {
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile List<NodeAddress> nodes = List.of();
    private volatile String token = "";
    private volatile Vigil vigil = Vigil.NONE;
  }

  private final NodeClient nodes;
  private final Cache<VectorCluster> clusters;
  private final Map<ResourceID, Watched> watched = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService clock;
  private @Nullable ScheduledFuture<?> rounds;

  MemberWatch(NodeClient nodes, Cache<VectorCluster> clusters) {
    super(Void.class, "members");
    this.nodes = nodes;
    this.clusters = clusters;
  }

  /** Watches a cluster, or goes on with the addresses it has now. */
  void watch(ResourceID cluster, List<NodeAddress> addresses, String token) {
    Watched entry = watched.computeIfAbsent(cluster, id -> new Watched());
    entry.nodes = List.copyOf(addresses);
    entry.token = token;
  }

  void forget(ResourceID cluster) {
    watched.remove(cluster);
  }

  @Override
  public synchronized void start() {
    super.start();
    if (clock == null) {
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("member-watch").daemon().factory());
      rounds = started.scheduleAtFixedRate(this::round, ROUND_MS, ROUND_MS, TimeUnit.MILLISECONDS);
      clock = started;
    }
  }

  @Override
  public synchronized void stop() {
    if (rounds != null) {
      rounds.cancel(true);
      rounds = null;
    }
    if (clock != null) {
      clock.shutdownNow();
      clock = null;
    }
    super.stop();
  }

  /** A round that throws would be the last one. */
  private void round() {
    try {
      watched.keySet().removeIf(cluster -> clusters.get(cluster).isEmpty());
      watched.forEach(this::ask);
    } catch (RuntimeException e) {
      LOG.warn("a round of asking members failed", e);
    }
  }

  private void ask(ResourceID cluster, Watched entry) {
    if (!entry.asking.compareAndSet(false, true)) {
      return;
    }
    List<NodeAddress> asked = entry.nodes;
    nodes
        .sight(asked, entry.token)
        .whenComplete(
            (seen, failure) -> {
              if (seen != null) {
                compare(cluster, entry, asked, seen);
              }
              entry.asking.set(false);
            });
  }

  private void compare(
      ResourceID cluster, Watched entry, List<NodeAddress> asked, Map<String, Sighting> seen) {
    Vigil before = entry.vigil;
    Vigil now = before.after(asked.stream().map(NodeAddress::pod).toList(), seen);
    entry.vigil = now;
    if (now.differsFrom(before)) {
      getEventHandler().handleEvent(new Event(cluster));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(VectorCluster cluster) {
    return Set.of();
  }
}
