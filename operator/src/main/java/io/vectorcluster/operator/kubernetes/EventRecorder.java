package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.core.status.Happening;
import io.vectorcluster.operator.resources.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events. One that cannot be written is logged and forgotten: status says the same. */
final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int MAX_MESSAGE = 1000;

  private final KubernetesClient client;

  EventRecorder(KubernetesClient client) {
    this.client = client;
  }

  void record(VectorCluster cluster, List<Happening> happenings, Instant now) {
    for (Happening happening : happenings) {
      try {
        client.resource(event(cluster, happening, now)).create();
      } catch (KubernetesClientException e) {
        LOG.warn("event {} not written: code {}", happening.reason(), e.getCode());
      }
    }
  }

  private static Event event(VectorCluster cluster, Happening happening, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    String message = happening.message();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(cluster.getMetadata().getName() + "-")
        .withNamespace(cluster.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(cluster.getApiVersion())
        .withKind(cluster.getKind())
        .withNamespace(cluster.getMetadata().getNamespace())
        .withName(cluster.getMetadata().getName())
        .withUid(cluster.getMetadata().getUid())
        .withResourceVersion(cluster.getMetadata().getResourceVersion())
        .endInvolvedObject()
        .withType(happening.warning() ? "Warning" : "Normal")
        .withReason(happening.reason())
        .withMessage(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE))
        .withNewSource()
        .withComponent(Labels.OPERATOR)
        .endSource()
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .build();
  }
}
