package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.vectorcluster.operator.indexnode.GrpcNodeClient;
import io.vectorcluster.operator.indexnode.NodeClient;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** The reconciler with its informers, retries and threads; without the rest of the process. */
public final class ReconcilerProcess implements AutoCloseable {
  /** The default gives up after half a minute; here retries go on, ever more slowly up to this. */
  private static final Duration SLOWEST_RETRY = Duration.ofSeconds(30);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  /** The default is ten hours: whatever was missed is seen at the latest then. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  private static final Duration CACHE_SYNC = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final int THREADS = 8;

  private final KubernetesClient client;
  private final NodeClient nodes = new GrpcNodeClient();
  private final Operator operator;

  /**
   * Prepares it.
   *
   * @param lease of several processes one works at a time; empty: this one is alone
   */
  public ReconcilerProcess(KubernetesClient client, Optional<LeaderElectionConfiguration> lease) {
    this.client = client;
    this.operator =
        new Operator(
            overrider -> {
              overrider
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withConcurrentReconciliationThreads(THREADS)
                  .withCacheSyncTimeout(CACHE_SYNC)
                  .withReconciliationTerminationTimeout(DRAIN)
                  .withUseSSAToPatchPrimaryResource(true);
              lease.ifPresent(overrider::withLeaderElectionConfiguration);
            });
  }

  /**
   * Starts it; returns when its caches are filled, or it waits for its lease.
   *
   * @param namespaces to watch; empty: all
   */
  public void start(Release release, Set<String> namespaces) {
    operator.register(
        new ClusterReconciler(release, nodes, client, InstantSource.system()),
        controller -> {
          controller
              .withFieldManager(Labels.OPERATOR)
              .withReconciliationMaxInterval(LONGEST_SILENCE)
              .withRetry(
                  new GenericRetry()
                      .setInitialInterval(FIRST_RETRY)
                      .setIntervalMultiplier(2)
                      .setMaxInterval(SLOWEST_RETRY.toMillis())
                      .withoutMaxAttempts());
          if (namespaces.isEmpty()) {
            controller.watchingAllNamespaces();
          } else {
            controller.settingNamespaces(namespaces);
          }
        });
    operator.start();
  }

  /** For the probes. */
  RuntimeInfo info() {
    return operator.getRuntimeInfo();
  }

  @Override
  public void close() {
    operator.stop();
    nodes.close();
  }
}
