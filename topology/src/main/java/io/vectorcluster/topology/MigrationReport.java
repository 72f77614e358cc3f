package io.vectorcluster.topology;

/**
 * How far the primary of a slot's new shard has come with it.
 *
 * @param since names the migration, with its slot
 * @param opened the epoch of the switch by which the slot is open at all in-sync members; 0 while
 *     it is only copied, which is held by all of them as well
 */
public record MigrationReport(int slot, long since, long opened) {

  /** Everything but what was written just now is copied. */
  public static MigrationReport copied(Migration migration) {
    return new MigrationReport(migration.slot(), migration.since(), 0);
  }

  /** The slot takes writes at its new shard. */
  public static MigrationReport opened(Migration migration) {
    return new MigrationReport(migration.slot(), migration.since(), migration.switched());
  }

  /** Whether a migration, which is not switched yet, may be. */
  public boolean allowsSwitch(Migration migration) {
    return isOf(migration) && !migration.isSwitched();
  }

  /** Whether a migration is done. */
  public boolean ends(Migration migration) {
    return isOf(migration) && migration.isSwitched() && opened == migration.switched();
  }

  private boolean isOf(Migration migration) {
    return migration.slot() == slot && migration.since() == since;
  }
}
