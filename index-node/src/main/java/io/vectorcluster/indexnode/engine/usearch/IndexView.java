package io.vectorcluster.indexnode.engine.usearch;

/**
 * What a search sees: an index at one moment.
 *
 * @param tick the number of the last operation; what died later was alive
 */
record IndexView(GraphsView graphs, PendingPoints.Cut pending, long tick) {}
