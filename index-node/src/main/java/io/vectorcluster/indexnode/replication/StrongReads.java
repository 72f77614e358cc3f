package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.IntPredicate;

/**
 * Reads that see every write acknowledged before them (P4): the members confirm the term in a round
 * begun after the read, one round for all that wait, and what is read is held by all of them.
 */
final class StrongReads {

  private record Waiting(long call, PointKey key, long round, boolean heldThen) {}

  private final List<Waiting> waiting = new ArrayList<>();
  private long begun;
  private long confirmed;
  private boolean underWay;

  void add(long call, PointKey key, WriteWindow writes) {
    waiting.add(new Waiting(call, key, begun + 1, isHeld(key, writes)));
  }

  /**
   * Takes note of a round that all have confirmed, begins the next one and answers what may be.
   *
   * @param open whether a slot may be read here
   */
  void advance(
      Peers peers,
      SortedSet<StoreId> awaited,
      long epoch,
      WriteWindow writes,
      IntPredicate open,
      Rules rules,
      Step step) {
    if (peers.confirmedBy(awaited) >= underWay()) {
      confirm(underWay());
    }
    long round = next();
    if (round > 0) {
      peers.ask(awaited, round, epoch, step);
      if (awaited.isEmpty()) {
        confirm(round);
      }
    }
    answer(writes, open, rules, step);
  }

  /** The round to ask the members for; 0 if none is to be begun. */
  private long next() {
    // Reads wait in the order of their rounds.
    if (underWay || waiting.isEmpty() || waiting.getLast().round() <= begun) {
      return 0;
    }
    underWay = true;
    return ++begun;
  }

  /** The round under way; 0 if none is. */
  long underWay() {
    return underWay ? begun : 0;
  }

  private void confirm(long round) {
    confirmed = Math.max(confirmed, round);
    underWay = underWay && round < begun;
  }

  /** Answers the reads whose round is confirmed and whose point has no unacknowledged write. */
  private void answer(WriteWindow writes, IntPredicate open, Rules rules, Step step) {
    waiting.removeIf(
        read -> {
          if (!open.test(read.key().slot()) && rules.keep(Rule.READ_WHERE_OPEN)) {
            step.refuse(read.call(), "the slot has moved to another shard meanwhile");
            return true;
          }
          boolean term = confirmed >= read.round() || !rules.keep(Rule.CONFIRM_TERM);
          boolean anyhow =
              !rules.keep(Rule.READ_COMMITTED)
                  || (read.heldThen() && !rules.keep(Rule.HELD_WHEN_ANSWERED));
          if (!term || !(anyhow || isHeld(read.key(), writes))) {
            return false;
          }
          step.add(new Effect.Answer(read.call(), new Effect.Result.MayRead()));
          return true;
        });
  }

  private static boolean isHeld(PointKey key, WriteWindow writes) {
    return writes.lastOf(key) <= writes.committed();
  }

  void abandon(Step step) {
    waiting.forEach(read -> step.refuse(read.call(), "the shard has another primary"));
    waiting.clear();
  }
}
