/**
 * What a node tells of itself in numbers: counters of its queries, and figures of its replica.
 *
 * <p>Invariants: names are those of the deployment guides and do not change; labels are of small
 * closed sets, never a caller's text.
 */
@NullMarked
package io.vectorcluster.indexnode.metrics;

import org.jspecify.annotations.NullMarked;
