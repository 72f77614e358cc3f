package io.vectorcluster.indexnode.core;

/**
 * What a replica does against silent divergence (protocol R2), since its process started.
 *
 * @param divergentSlots slots of this store that are known to be damaged or to differ from the
 *     primary's, and wait for their repair
 * @param repairedRecords records that repairs have changed
 * @param scrubbedPoints records that were read again and held against their hashes
 */
public record RepairFigures(int divergentSlots, long repairedRecords, long scrubbedPoints) {
  public static final RepairFigures NONE = new RepairFigures(0, 0, 0);
}
