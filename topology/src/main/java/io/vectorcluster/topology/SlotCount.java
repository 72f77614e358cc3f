package io.vectorcluster.topology;

/** Into how many slots a cluster's points are hashed: chosen at creation, never changed. */
public enum SlotCount {
  SLOTS_1024(1024),
  SLOTS_4096(4096),
  SLOTS_16384(16384);

  private final int count;

  SlotCount(int count) {
    this.count = count;
  }

  /** Slots are numbered from 0 to this, exclusive. */
  public int count() {
    return count;
  }

  /** The constant of a number as it stands in a spec or a message. */
  public static SlotCount of(int count) {
    for (SlotCount slots : values()) {
      if (slots.count == count) {
        return slots;
      }
    }
    throw new IllegalArgumentException(
        "sharding.slots " + count + " is not supported: use 1024, 4096 or 16384");
  }
}
