package io.vectorcluster.indexnode.store;

import java.util.List;
import java.util.Optional;

/** What came of a commit. All of its writes are stored, or none. */
public sealed interface CommitOutcome {
  /**
   * Every write is durable.
   *
   * @param effects one for each write, in their order
   */
  record Committed(LogPosition last, List<Effect> effects) implements CommitOutcome {
    public Committed {
      effects = List.copyOf(effects);
    }
  }

  /**
   * What a write did.
   *
   * @param applied false if the store had this version or a newer one: it is logged, the record is
   *     left alone
   * @param previous what the store held just before, earlier writes of the same commit included;
   *     superseded if {@code applied}
   */
  record Effect(PointKey key, boolean applied, Optional<Head> previous) {}

  /** The writes do not follow the log's end: a gap, a repetition, or a lower term. */
  record OutOfOrder(LogPosition last, LogPosition offered, String message)
      implements CommitOutcome {}
}
