package io.vectorcluster.indexnode.http;

/** The ports really taken, where the configuration may have said 0. */
public record BoundPorts(int data, int management) {}
