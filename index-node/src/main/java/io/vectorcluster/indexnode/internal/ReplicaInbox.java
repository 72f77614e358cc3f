package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.topology.StoreId;
import java.util.List;

/** Where the messages of other members go. */
public interface ReplicaInbox {
  /** Of a node that takes part in nothing. */
  ReplicaInbox NONE =
      new ReplicaInbox() {
        @Override
        public void receive(StoreId from, Message message, Runnable handled) {
          handled.run();
        }

        @Override
        public void receive(StoreId from, List<PointsMessage> messages, Runnable handled) {
          handled.run();
        }
      };

  /**
   * Takes a message; may wait.
   *
   * @param handled run once, when it is taken in or dropped
   */
  void receive(StoreId from, Message message, Runnable handled);

  /** Takes what is said about points in the modes without a primary, in its order. */
  void receive(StoreId from, List<PointsMessage> messages, Runnable handled);
}
