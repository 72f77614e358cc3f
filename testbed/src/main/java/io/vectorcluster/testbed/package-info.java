/**
 * A real Kubernetes for tests: {@link io.vectorcluster.testbed.KubernetesCluster} gives a whole
 * cluster, {@link io.vectorcluster.testbed.ApiServer} an API server alone. Both hand out a
 * kubeconfig and know no client library.
 *
 * <p>Invariants: what a test starts ends with its JVM, whichever way that ends, because the shell
 * scripts below watch the owner's process; a cluster that KUBECONFIG names is used and never
 * stopped; every wait is bounded.
 */
@NullMarked
package io.vectorcluster.testbed;

import org.jspecify.annotations.NullMarked;
