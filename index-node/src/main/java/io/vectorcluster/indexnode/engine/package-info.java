/**
 * Nearest-neighbour indexes of one vector space on one shard replica.
 *
 * <p>An index is a cache of the store: whatever is wrong with it, it is thrown away and built again
 * from there. Invariants:
 *
 * <ul>
 *   <li>One thread applies ({@code put}, {@code remove}, {@code checkpoint}), any number searches.
 *       A point is in every search that begins after its put returned, and in none that begins
 *       after its remove returned.
 *   <li>A search sees one state of the index from its beginning to its end; each id at most once.
 *   <li>Distances are in the engine's own unit ({@link IndexHit}); lower is nearer for every
 *       metric.
 *   <li>A checkpoint is believed only after every byte of it passed its checksum.
 * </ul>
 *
 * <p>{@link io.vectorcluster.indexnode.engine.exact} compares with every vector and is the oracle
 * of the tests; {@link io.vectorcluster.indexnode.engine.usearch} walks graphs in native memory.
 */
@NullMarked
package io.vectorcluster.indexnode.engine;

import org.jspecify.annotations.NullMarked;
