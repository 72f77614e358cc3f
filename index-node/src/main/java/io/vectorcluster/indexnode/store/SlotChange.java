package io.vectorcluster.indexnode.store;

import java.util.Optional;

/**
 * A record that was replaced with its slot.
 *
 * @param record what the point is now; empty if it was never here, by the other's word
 */
public record SlotChange(PointKey key, Optional<LoggedWrite> record) {}
