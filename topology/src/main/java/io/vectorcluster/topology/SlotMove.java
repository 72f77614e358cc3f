package io.vectorcluster.topology;

/** A slot whose owner differs between two assignments. */
public record SlotMove(int slot, ShardId from, ShardId to) {}
