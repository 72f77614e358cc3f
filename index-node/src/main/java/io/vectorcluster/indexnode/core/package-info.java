/**
 * The values of an index node and the two interfaces between its parts: {@link DataService}, what
 * the data API asks of a node, and {@link ShardAccess}, what a coordinator asks of one shard.
 *
 * <p>Pure: no clock, thread, logger or input/output. Values are checked when they are made, so that
 * no other package checks them again. Expected failures are values ({@link Outcome}, {@link
 * ShardAnswer}); an exception is a bug or a broken world.
 */
@NullMarked
package io.vectorcluster.indexnode.core;

import org.jspecify.annotations.NullMarked;
