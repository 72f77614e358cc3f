package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts the reconciler with the process and stops it with it. */
@ApplicationScoped
public class OperatorService {
  private final KubernetesClient client;
  private final OperatorSettings settings;
  private final ReconcilerProcess reconciler;

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

  private static LeaderElectionConfiguration lease(OperatorSettings.LeaderElection election) {
    LeaderElectionConfigurationBuilder lease =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Labels.OPERATOR);
    election.namespace().ifPresent(lease::withLeaseNamespace);
    election.identity().ifPresent(lease::withIdentity);
    return lease.build();
  }

  void start(@Observes StartupEvent event) {
    reconciler.start(
        new Release(settings.indexNode().image(), settings.indexNode().version()),
        Set.copyOf(settings.namespaces().orElse(List.of())));
  }

  void stop(@Observes ShutdownEvent event) {
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
