package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vectorcluster.operator.resources.Labels;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Lease of a process that ends: handed back, so that the next one need not wait for it. */
record OwnLease(KubernetesClient client, String namespace, String identity) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnLease.class);

  void release() {
    try {
      @Nullable Lease lease =
          client.leases().inNamespace(namespace).withName(Labels.OPERATOR).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        // With the version that was read: whoever has taken it meanwhile keeps it.
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      LOG.info("the lease is not handed back and runs out by itself: code {}", e.getCode());
    }
  }
}
