package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.topology.StoreId;

/** Where the messages of other members go. */
@FunctionalInterface
public interface ReplicaInbox {
  /** Of a node that takes part in nothing. */
  ReplicaInbox NONE = (from, message, handled) -> handled.run();

  /**
   * Takes a message; may wait.
   *
   * @param handled run once, when it is taken in or dropped
   */
  void receive(StoreId from, Message message, Runnable handled);
}
