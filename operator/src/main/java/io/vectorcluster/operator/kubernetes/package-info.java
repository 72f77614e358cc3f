/**
 * The shell around the decisions: reads the cluster (only {@link
 * io.vectorcluster.operator.kubernetes.ClusterObserver}), takes the planned steps (only {@link
 * io.vectorcluster.operator.kubernetes.ActionExecutor}), writes status and events, and the process
 * itself.
 */
@NullMarked
package io.vectorcluster.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
