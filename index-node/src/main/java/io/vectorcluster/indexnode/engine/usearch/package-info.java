/**
 * Indexes of HNSW graphs in native memory, by USearch through a small shim with a C interface.
 *
 * <p>Three layers over the native code: {@link
 * io.vectorcluster.indexnode.engine.usearch.UsearchSymbols} calls, {@code NativeGraph} owns the
 * memory of one graph, and {@code Segment} and {@code UsearchVectorIndex} know points. Invariants:
 *
 * <ul>
 *   <li>A graph has one writer and its final capacity from the start: USearch loses nodes under two
 *       writers, and stops the world to grow.
 *   <li>Graphs are append-only. Replaced and removed points are masked, and left behind when a
 *       segment is rebuilt: USearch would overwrite a removed node's vector under running searches.
 *   <li>Identical vectors of a segment share one node: they would otherwise link to each other
 *       only, and cut the graph.
 *   <li>What a search pins is freed after it: views, masks and graphs are counted.
 * </ul>
 */
@NullMarked
package io.vectorcluster.indexnode.engine.usearch;

import org.jspecify.annotations.NullMarked;
