package io.vectorcluster.indexnode.replication.multiprimary;

import java.util.List;

/** What replicas say to each other. Any message may be lost, doubled, delayed or overtaken. */
public sealed interface MultiMessage {

  /**
   * From the sender's log.
   *
   * @param after the sequence before the first
   * @param until the sequence up to which these are all of the sender's own writes
   * @param promise all its later stamps are above; 0 if that is not said
   */
  record Ship(long after, long until, List<Shipment> entries, long promise)
      implements MultiMessage {}

  /** What the receiver's log has up to a sequence is on the sender's disk. */
  record Have(long sequence) implements MultiMessage {}
}
