package io.vectorcluster.indexnode.engine;

/**
 * An index in numbers.
 *
 * @param live points that searches can find
 * @param pending points not yet in a graph; searches compare with them one by one
 * @param segments graphs
 * @param deadRows places in graphs of replaced and removed points, until compaction
 * @param memoryBytes memory outside the heap
 * @param putsThatWaited puts that found the buffer of pending points full: back-pressure
 */
public record IndexFigures(
    long live, int pending, int segments, long deadRows, long memoryBytes, long putsThatWaited) {}
