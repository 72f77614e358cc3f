/**
 * The replica of one shard: its store and its indexes as one thing that is written and searched.
 *
 * <p>One apply thread orders all writes: it stamps them, commits many of them with one fsync, hands
 * them to the indexes and only then acknowledges. So the order of the log, of the store and of the
 * indexes is one order, and what was acknowledged is durable and in the view of later searches.
 *
 * <p>An index is a cache of the store: it is loaded from its checkpoint and the log's end, or built
 * again. Every hit is checked against the store before it is answered.
 */
@NullMarked
package io.vectorcluster.indexnode.replica;

import org.jspecify.annotations.NullMarked;
