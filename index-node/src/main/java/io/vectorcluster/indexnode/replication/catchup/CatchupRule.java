package io.vectorcluster.indexnode.replication.catchup;

import org.jspecify.annotations.Nullable;

/** Rules that tests break on purpose, one at a time, to see that their checks find it. */
public enum CatchupRule {
  /** R2: every slot whose sums differ is compared. */
  COMPARE_EVERY_SLOT,
  /** R2: a comparison ends with its last slot. */
  END_WITH_THE_LAST_SLOT,
  /** R2: a record is taken where an older one is, not only where there is none. */
  TAKE_OVER_OLDER,
  /** Caught up is who has left out no slot, also not those that are being written to. */
  LEAVE_OUT_NONE,
  /** An answer counts for the question that is open, not for one that was given up. */
  ANSWER_THE_QUESTION,
  /** M1: a new disk holds everything when it was compared with all others. */
  COMPARE_WITH_ALL;

  /** The rules that are kept. */
  record Kept(@Nullable CatchupRule broken) {
    static final Kept ALL = new Kept(null);

    boolean keep(CatchupRule rule) {
      return rule != broken;
    }
  }
}
