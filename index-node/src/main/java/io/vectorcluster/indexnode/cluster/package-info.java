/**
 * One node's part in the cluster: the topology it has adopted, its copy of the catalog and the
 * coordinator that answers any request for all shards.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A topology is on disk before the node answers for it, and its epoch never falls.
 *   <li>A call of a shard is served under the caller's epoch of that shard or not at all (protocol
 *       T2), so a search is answered by one topology.
 *   <li>A collection is unknown only when shard 0 says so (R3), and its number is never used again.
 *   <li>A batch is checked as a whole before a part of it is sent.
 * </ul>
 *
 * <p>The package knows no transport: other nodes are reached through {@link
 * io.vectorcluster.indexnode.cluster.ShardDirectory} and {@link
 * io.vectorcluster.indexnode.cluster.KeeperDirectory}. A standalone node is a coordinator with one
 * local shard that owns every slot.
 */
@NullMarked
package io.vectorcluster.indexnode.cluster;

import org.jspecify.annotations.NullMarked;
