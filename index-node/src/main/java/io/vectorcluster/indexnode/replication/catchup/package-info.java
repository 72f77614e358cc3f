/**
 * How a replica of the modes without a primary comes to hold what others hold: sums of slots are
 * compared, then the versions of a slot, and what is newer elsewhere is taken (protocol R2). Only
 * records that another replica has on its disk are merged, the newest of each point wins, so that
 * doing it again, late or in vain changes nothing.
 */
@NullMarked
package io.vectorcluster.indexnode.replication.catchup;

import org.jspecify.annotations.NullMarked;
