/**
 * The mode MultiPrimary as step functions: any replica stamps a write and acknowledges it after its
 * own fsync, ships it from its log, and of two records of a point the newer stays everywhere. What
 * shipping misses is taken by catching up. Tombstones go below a floor up to which every store
 * holds everything.
 *
 * <p>Newest means newest by clock, and a write is lost with the disk that acknowledged it. Rules
 * are named as in the protocol: M multi-primary, V versions.
 */
@NullMarked
package io.vectorcluster.indexnode.replication.multiprimary;

import org.jspecify.annotations.NullMarked;
