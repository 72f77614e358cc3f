package io.vectorcluster.indexnode.store;

import java.util.Optional;

/**
 * What reading a slot again came to (protocol R2).
 *
 * @param records that were read, tombstones included
 * @param damage the first that was found; empty if the slot is sound
 */
public record SlotCheck(long records, Optional<String> damage) {}
