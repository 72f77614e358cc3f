/**
 * The truth of a node: records, operation log, tombstones, slot digests and the copies of topology
 * and catalog, in RocksDB. {@link ShardStore} is the one way in.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>What {@link ShardStore#commit} answered has been fsynced with its log entry, its digest and
 *       the log position, all or nothing.
 *   <li>The newest version of a point wins, in whatever order versions arrive and how often.
 *   <li>The log has no gaps: the position is the last sequence below which nothing is missing.
 *   <li>Content is answered only if it has the hash its record names; damage is reported, never
 *       answered.
 *   <li>After a failed write or fsync nothing is served any more: the process has to start again
 *       and read what is really on the disk.
 *   <li>The layout of keys and values belongs to {@link StoreFormat#NUMBER}; golden tests keep it.
 * </ul>
 */
@NullMarked
package io.vectorcluster.indexnode.store;

import org.jspecify.annotations.NullMarked;
