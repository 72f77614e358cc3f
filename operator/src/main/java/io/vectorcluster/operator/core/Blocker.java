package io.vectorcluster.operator.core;

/**
 * A step that is not taken.
 *
 * @param message what is wrong, and what helps if a human must act
 */
public record Blocker(BlockerId id, Operation operation, String message) {}
