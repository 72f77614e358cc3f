/**
 * The replication protocol as step functions: (state, event, now) to effects, without clock,
 * thread, disk or network, so that a simulation can run it from a seed. The shell around it carries
 * out the effects and reports back.
 *
 * <p>Primary and replicas after PacificA (Lin et al., "PacificA: Replication in Log-Based
 * Distributed Storage Systems", MSR-TR-2008-25): the operator is its configuration manager, the
 * topology its configuration. Rules are named as in the protocol: T topology, V versions, P
 * primary-replica, R digests.
 */
@NullMarked
package io.vectorcluster.indexnode.replication;

import org.jspecify.annotations.NullMarked;
