package io.vectorcluster.indexnode.store;

/**
 * How far a store is.
 *
 * @param last the last log entry; nothing is missing below it
 * @param highestClock the highest clock of any version it has seen: a node's own starts above it
 *     (protocol V2)
 */
public record StorePosition(LogPosition last, long highestClock) {
  static final StorePosition EMPTY = new StorePosition(LogPosition.START, 0);
}
