package io.vectorcluster.indexnode.core;

/** XXH3-128, seed 0, of a point's canonical vectors and payload; equal content, equal hash. */
public record ContentHash(long high, long low) {}
