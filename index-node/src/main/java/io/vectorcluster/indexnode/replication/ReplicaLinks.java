package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.StoreId;
import java.util.List;

/** The way to the other members of a shard. Nothing blocks, and anything may be lost. */
public interface ReplicaLinks {
  /** Of a shard that has one store for ever. */
  ReplicaLinks NONE =
      new ReplicaLinks() {
        @Override
        public void send(StoreId to, Message message) {
          // Nobody is there.
        }

        @Override
        public void send(StoreId to, List<PointsMessage> messages) {
          // Nobody is there.
        }

        @Override
        public void fetchTopology(StoreId from) {
          // Nobody is there.
        }

        @Override
        public void offerTopology(StoreId to) {
          // Nobody is there.
        }
      };

  void send(StoreId to, Message message);

  /** Sends what is said about points in the modes without a primary. */
  void send(StoreId to, List<PointsMessage> messages);

  /** Adopts the topology of a member that knows a newer one. */
  void fetchTopology(StoreId from);

  /** Gives the topology to a member that knows an older one. */
  void offerTopology(StoreId to);
}
