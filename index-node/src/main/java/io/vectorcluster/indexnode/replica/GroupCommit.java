package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.store.CommitOutcome;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.Topology;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits batches of several callers at once: one atomic write, one fsync. Only then the indexes
 * learn of them, and only then they are acknowledged. Belongs to the apply thread.
 */
final class GroupCommit {
  private final ShardStore store;
  private final IndexSet indexes;
  private final ShardGate gate;
  private final WriteStamps stamps;
  private final InstantSource clock;

  GroupCommit(
      ShardStore store, IndexSet indexes, ShardGate gate, WriteStamps stamps, InstantSource clock) {
    this.store = store;
    this.indexes = indexes;
    this.gate = gate;
    this.stamps = stamps;
    this.clock = clock;
  }

  /** A batch that may be stored, under the topology it was judged by. */
  private record Admitted(ApplyCommand.Write write, Topology topology) {}

  /** The log entries of a batch: {@code to} is the sequence of its last. */
  private record Numbered(ApplyCommand.Write write, long to) {}

  /**
   * Answers every batch of the group.
   *
   * @throws RuntimeException if the store or an index failed: the outcome is unknown to the
   *     callers, and this thread must not go on
   */
  void apply(List<ApplyCommand.Write> group) {
    try {
      List<Admitted> admitted = new ArrayList<>();
      for (ApplyCommand.Write write : group) {
        admit(write, admitted);
      }
      if (!admitted.isEmpty()) {
        commit(admitted);
      }
    } finally {
      // Whoever has no answer yet was caught by a failure half way.
      for (ApplyCommand.Write write : group) {
        write
            .answer()
            .complete(
                new ShardAnswer.Unreachable<>(
                    "the shard failed while it was writing: the write may or may not be stored"));
      }
    }
  }

  private void admit(ApplyCommand.Write write, List<Admitted> admitted) {
    switch (gate.judge(write.call())) {
      case ShardGate.Passage.Closed closed -> write.answer().complete(closed.answerOf());
      case ShardGate.Passage.Open(Topology topology) -> {
        if (!stamps.owns(write, topology)) {
          write.answer().complete(new ShardAnswer.StaleTopology<>(topology));
        } else if (indexes.find(write.collection()).isEmpty()) {
          write
              .answer()
              .complete(
                  new ShardAnswer.Refused<>(
                      Outcome.Reason.NOT_FOUND, "the collection was deleted meanwhile"));
        } else {
          admitted.add(new Admitted(write, topology));
        }
      }
    }
  }

  private void commit(List<Admitted> admitted) {
    LogPosition before = stamps.last();
    List<LoggedWrite> entries = new ArrayList<>();
    List<ApplyCommand.Encoded> changes = new ArrayList<>();
    List<Numbered> numbered = new ArrayList<>();
    long nowMs = clock.millis();
    for (Admitted batch : admitted) {
      long term = stamps.term(batch.topology());
      for (ApplyCommand.Encoded change : batch.write().changes()) {
        entries.add(stamps.next(batch.write(), change, batch.topology(), term, nowMs));
        changes.add(change);
      }
      numbered.add(new Numbered(batch.write(), stamps.last().sequence()));
    }
    switch (store.commit(entries)) {
      case CommitOutcome.Committed(LogPosition last, List<CommitOutcome.Effect> effects) -> {
        for (int i = 0; i < entries.size(); i++) {
          if (effects.get(i).applied()) {
            LoggedWrite entry = entries.get(i);
            indexes.apply(
                entry.key().collection(), changes.get(i).mutation(), entry.position().sequence());
          }
        }
        indexes.applied(last.sequence());
        numbered.forEach(n -> n.write().answer().complete(new ShardAnswer.Answered<>(n.to())));
      }
      case CommitOutcome.StorageFull(String message) -> {
        stamps.backTo(before);
        refuseOrSplit(admitted, message);
      }
      case CommitOutcome.OutOfOrder(LogPosition _, LogPosition _, String message) ->
          throw new IllegalStateException(message);
    }
  }

  /** Deletes still go when the disk is full: batches are then tried one by one. */
  private void refuseOrSplit(List<Admitted> admitted, String message) {
    if (admitted.size() > 1) {
      admitted.forEach(batch -> commit(List.of(batch)));
      return;
    }
    admitted
        .getFirst()
        .write()
        .answer()
        .complete(new ShardAnswer.Refused<>(Outcome.Reason.STORAGE_FULL, message));
  }
}
