/**
 * The outside of a node: its data port and its management port, from bind to drain.
 *
 * <p>Invariants: handlers know the node by {@link io.vectorcluster.indexnode.core.DataService} and
 * {@link io.vectorcluster.indexnode.http.management.NodeHealth} only; while a node drains, it is
 * not ready, takes no new connection and finishes what it began.
 */
@NullMarked
package io.vectorcluster.indexnode.http;

import org.jspecify.annotations.NullMarked;
