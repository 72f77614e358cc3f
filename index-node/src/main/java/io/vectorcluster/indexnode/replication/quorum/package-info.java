/**
 * The mode Quorum as step functions: a multi-writer register for each point (Attiya, Bar-Noy and
 * Dolev, "Sharing Memory Robustly in Message-Passing Systems", JACM 1995; several writers and
 * changes of the members as in Lynch and Shvartsman, "Robust Emulation of Shared Memory Using
 * Dynamic Quorum-Acknowledged Broadcasts", FTCS 1997).
 *
 * <p>A write asks R replicas for the highest version and stores a higher one at W; a strong read
 * asks R and stores what it found at W before it answers. R and W are each above N/2, so that any
 * two of them meet. Members change by sealing: replicas of the old set take no more part in it, and
 * those of the new one answer when they hold what the old set may have acknowledged. Rules are
 * named as in the protocol: Q quorum, V versions, T topology.
 */
@NullMarked
package io.vectorcluster.indexnode.replication.quorum;

import org.jspecify.annotations.NullMarked;
