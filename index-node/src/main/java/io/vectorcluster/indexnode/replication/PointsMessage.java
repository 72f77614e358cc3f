package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.replication.catchup.CatchupMessage;
import io.vectorcluster.indexnode.replication.multiprimary.MultiMessage;
import io.vectorcluster.indexnode.replication.quorum.QuorumMessage;

/** What replicas say to each other about points in the modes without a primary. */
public sealed interface PointsMessage {

  record OfQuorum(QuorumMessage message) implements PointsMessage {}

  record OfMultiPrimary(MultiMessage message) implements PointsMessage {}

  record OfCatchup(CatchupMessage message) implements PointsMessage {}
}
