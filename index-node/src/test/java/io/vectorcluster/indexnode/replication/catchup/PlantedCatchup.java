package io.vectorcluster.indexnode.replication.catchup;

import org.jspecify.annotations.Nullable;

/** Catching up with a rule that is broken on purpose, for the simulations. */
public final class PlantedCatchup {
  private PlantedCatchup() {}

  /** As nodes do it, but for one rule; all are kept if that is null. */
  public static Catchup without(
      @Nullable CatchupRule rule, long incarnation, CatchupView store, CatchupTiming timing) {
    return new Catchup(incarnation, store, timing, new CatchupRule.Kept(rule));
  }
}
