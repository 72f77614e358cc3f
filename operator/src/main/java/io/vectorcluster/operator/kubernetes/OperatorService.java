package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the reconciler with the process and stops it with it. */
@ApplicationScoped
public class OperatorService {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorService.class);

  private final KubernetesClient client;
  private final OperatorSettings settings;
  private final ReconcilerProcess reconciler;
  private final CountDownLatch stopping = new CountDownLatch(1);

  public OperatorService(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.settings = settings;
    this.reconciler =
        new ReconcilerProcess(
            client,
            settings.leaderElection().enabled()
                ? Optional.of(lease(settings.leaderElection()))
                : Optional.empty());
  }

  private LeaderElectionConfiguration lease(OperatorSettings.LeaderElection election) {
    LeaderElectionConfigurationBuilder lease =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Labels.OPERATOR)
            .withLeaderCallbacks(new LeaderCallbacks(() -> {}, this::lost, leader -> {}));
    election.namespace().ifPresent(lease::withLeaseNamespace);
    election.identity().ifPresent(lease::withIdentity);
    return lease.build();
  }

  /**
   * Another process may lead from now on. An orderly end would ask the API server, which is
   * probably what cannot be reached, and meanwhile nobody would take part in the next election.
   */
  private void lost() {
    if (stopping.getCount() > 0) {
      LOG.error("the lease is lost: this process ends at once and starts anew");
      Runtime.getRuntime().halt(1);
    }
  }

  void start(@Observes StartupEvent event) {
    Thread.ofPlatform().name("operator-start").start(this::start);
  }

  private void start() {
    try {
      if (awaitApiServer()) {
        reconciler.start(
            new Release(settings.indexNode().image(), settings.indexNode().version()),
            Set.copyOf(settings.namespaces().orElse(List.of())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the operator cannot start", e);
      Quarkus.asyncExit(1);
    }
  }

  /** A process that ended instead would be started ever more slowly. False if it is to stop. */
  private boolean awaitApiServer() throws InterruptedException {
    boolean told = false;
    while (stopping.getCount() > 0) {
      try {
        client.raw("/readyz");
        return true;
      } catch (KubernetesClientException e) {
        if (e.getStatus() != null) {
          return true; // It answers; what it refuses is told by whoever needs it.
        }
        if (!told) {
          LOG.warn("the API server does not answer, it is asked each second", e);
          told = true;
        }
      }
      stopping.await(1, TimeUnit.SECONDS);
    }
    return false;
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
    reconciler.close();
    OperatorSettings.LeaderElection election = settings.leaderElection();
    if (election.enabled() && election.namespace().isPresent() && election.identity().isPresent()) {
      new OwnLease(client, election.namespace().get(), election.identity().get()).release();
    }
  }

  /** For the probes. */
  RuntimeInfo info() {
    return reconciler.info();
  }
}
