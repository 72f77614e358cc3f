package io.vectorcluster.indexnode.store;

import org.jspecify.annotations.Nullable;

/** What was read is not what was written. Nothing of it is answered. */
public final class StoreDamagedException extends StoreException {
  private static final String REMEDY =
      "; take the slot from another replica or restore it from a backup, and check the disk";

  StoreDamagedException(String what, @Nullable Throwable cause) {
    super("store: damaged: " + what + REMEDY, cause);
  }

  static StoreDamagedException of(PointKey key, String what, @Nullable Throwable cause) {
    return new StoreDamagedException(
        "collection %d, slot %d, point %s: %s"
            .formatted(key.collection().value(), key.slot(), key.id(), what),
        cause);
  }

  /** Of a slot whose records fail their digest or their hashes. */
  public static StoreDamagedException ofSlot(int slot) {
    return new StoreDamagedException("slot %d is damaged".formatted(slot), null);
  }
}
