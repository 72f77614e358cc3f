package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopology;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.Planner;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.operator.core.status.Happening;
import io.vectorcluster.operator.core.status.Happenings;
import io.vectorcluster.operator.core.status.StatusPlanner;
import io.vectorcluster.operator.indexnode.NodeClient;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass: observe, plan, act, report. Nothing is remembered between passes that matters. */
@ControllerConfiguration(name = "vectorcluster")
public final class ClusterReconciler implements Reconciler<VectorCluster> {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterReconciler.class);

  /** While something is under way: most of it also comes as an event. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** At rest: how long a node's silence may go unnoticed. */
  private static final Duration AT_REST = Duration.ofSeconds(10);

  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final int ATTEMPTS_BEFORE_EVENT = 3;

  private final Release release;
  private final ClusterObserver observer;
  private final ActionExecutor executor;
  private final EventRecorder events;
  private final InstantSource clock;
  private final NodeClient nodes;
  private @Nullable MemberWatch members;

  public ClusterReconciler(
      Release release, NodeClient nodes, KubernetesClient client, InstantSource clock) {
    this.release = release;
    this.observer = new ClusterObserver(nodes);
    this.executor = new ActionExecutor(nodes);
    this.events = new EventRecorder(client);
    this.clock = clock;
    this.nodes = nodes;
  }

  @Override
  public List<EventSource<?, VectorCluster>> prepareEventSources(
      EventSourceContext<VectorCluster> context) {
    List<EventSource<?, VectorCluster>> sources = new ArrayList<>();
    MemberWatch watch = new MemberWatch(nodes, context.getPrimaryCache());
    this.members = watch;
    sources.add(watch);
    for (Class<? extends HasMetadata> type : Trees.CHILD_TYPES) {
      sources.add(labelled(type, context));
    }
    sources.add(labelled(Pod.class, context));
    sources.add(labelled(PersistentVolumeClaim.class, context));
    sources.add(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(VectorTopology.class, VectorCluster.class)
                .withName("vectortopology")
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(record -> Set.of(ResourceID.fromResource(record)))
                .build(),
            context));
    return sources;
  }

  /** One source a kind, of our own objects only: never all Secrets or ConfigMaps of a namespace. */
  private static <T extends HasMetadata> EventSource<T, VectorCluster> labelled(
      Class<T> type, EventSourceContext<VectorCluster> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, VectorCluster.class)
            .withName(HasMetadata.getSingular(type))
            .withNamespacesInheritedFromController()
            .withLabelSelector(Labels.SELECTOR)
            .withSecondaryToPrimaryMapper(ClusterReconciler::owners)
            .build(),
        context);
  }

  private static Set<ResourceID> owners(HasMetadata object) {
    @Nullable Map<String, String> labels = object.getMetadata().getLabels();
    @Nullable String cluster = labels == null ? null : labels.get(Labels.INSTANCE);
    return cluster == null
        ? Set.of()
        : Set.of(new ResourceID(cluster, object.getMetadata().getNamespace()));
  }

  @Override
  public UpdateControl<VectorCluster> reconcile(
      VectorCluster cluster, Context<VectorCluster> context) {
    Request request = ClusterReading.request(cluster, release);
    Observation seen = observer.observe(cluster, context);
    Plan plan = Planner.plan(request, seen);
    Pass pass = new Pass(cluster, context);
    Performed performed = executor.perform(plan.actions(), pass);
    watch(plan, pass);
    Plan reported = performed.refused().map(plan::with).orElse(plan);
    VectorClusterStatus before = seen.status();
    VectorClusterStatus after = StatusPlanner.status(request.cluster(), reported, seen);
    if (!after.equals(before)) {
      write(cluster, after, context);
    }
    List<Happening> happenings = Happenings.of(before, after, reported, performed.taken());
    events.record(cluster, happenings, seen.now());
    if (!performed.taken().isEmpty() || !happenings.isEmpty()) {
      LOG.info(
          "cluster {}/{}: {} of {} steps, {}: {}",
          request.cluster().namespace(),
          request.cluster().name(),
          performed.taken().size(),
          plan.actions().size(),
          after.phase(),
          after.message());
    }
    return UpdateControl.<VectorCluster>noUpdate().rescheduleAfter(next(performed, plan, after));
  }

  /** Only clusters with more than one copy: of one there is nobody to take over. */
  private void watch(Plan plan, Pass pass) {
    @Nullable MemberWatch watch = members;
    if (watch == null) {
      return;
    }
    ResourceID id = ResourceID.fromResource(pass.cluster());
    boolean copies =
        plan.topology().stream()
            .flatMap(topology -> topology.shards().stream())
            .anyMatch(shard -> shard.replicas().members().size() > 1);
    if (copies && pass.token().isPresent()) {
      watch.watch(id, pass.addresses(), pass.token().get());
    } else {
      watch.forget(id);
    }
  }

  private static Duration next(Performed performed, Plan plan, VectorClusterStatus status) {
    if (performed.overtaken()) {
      return AT_ONCE;
    }
    boolean settled =
        plan.actions().isEmpty()
            && plan.blockers().isEmpty()
            && status.condition("Ready").filter(c -> c.status().equals("True")).isPresent();
    return settled ? AT_REST : SOON;
  }

  private static void write(
      VectorCluster cluster, VectorClusterStatus status, Context<VectorCluster> context) {
    VectorCluster report = new VectorCluster();
    report.setMetadata(
        new ObjectMetaBuilder()
            .withName(cluster.getMetadata().getName())
            .withNamespace(cluster.getMetadata().getNamespace())
            .withUid(cluster.getMetadata().getUid())
            .build());
    report.setSpec(null);
    report.setStatus(status);
    context.resourceOperations().serverSideApplyPrimaryStatus(report);
  }

  /** Retries go on; people learn of it once, when it is more than a hiccup. */
  @Override
  public ErrorStatusUpdateControl<VectorCluster> updateErrorStatus(
      VectorCluster cluster, Context<VectorCluster> context, Exception failure) {
    Optional<RetryInfo> retry = context.getRetryInfo();
    if (retry.isPresent() && retry.get().getAttemptCount() == ATTEMPTS_BEFORE_EVENT) {
      Happening happening =
          new Happening(true, "ReconcileFailed", String.valueOf(failure.getMessage()));
      events.record(cluster, List.of(happening), clock.instant());
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }
}
