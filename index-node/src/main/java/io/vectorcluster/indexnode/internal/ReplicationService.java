package io.vectorcluster.indexnode.internal;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.UuidBytes;
import io.vectorcluster.wire.v1.DeliverResponse;
import io.vectorcluster.wire.v1.ReplicaMessage;
import io.vectorcluster.wire.v1.ReplicationGrpc;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what others say to this node's shard: its members, and primaries that slots move between.
 */
final class ReplicationService extends ReplicationGrpc.ReplicationImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationService.class);

  /** Messages that may wait for the replica; then the streams are no longer read. */
  private static final int MAX_WAITING = 32;

  private final ShardId shard;
  private final ReplicaInbox inbox;
  private final Semaphore room = new Semaphore(MAX_WAITING);

  ReplicationService(ShardId shard, ReplicaInbox inbox) {
    this.shard = shard;
    this.inbox = inbox;
  }

  @Override
  public StreamObserver<ReplicaMessage> deliver(StreamObserver<DeliverResponse> observer) {
    SlotParts parts = new SlotParts();
    PointsMessages.Reader points = new PointsMessages.Reader();
    return new StreamObserver<>() {
      private boolean ended;

      @Override
      public void onNext(ReplicaMessage message) {
        if (ended) {
          return;
        }
        try {
          take(message, parts, points);
        } catch (IllegalArgumentException e) {
          ended = true;
          observer.onError(
              Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (InterruptedException e) {
          ended = true;
          Thread.currentThread().interrupt();
          observer.onError(Status.CANCELLED.asRuntimeException());
        }
      }

      @Override
      public void onError(Throwable failure) {
        LOG.debug("a member's stream ended", failure);
      }

      @Override
      public void onCompleted() {
        if (!ended) {
          observer.onNext(DeliverResponse.getDefaultInstance());
          observer.onCompleted();
        }
      }
    };
  }

  private void take(ReplicaMessage message, SlotParts parts, PointsMessages.Reader points)
      throws InterruptedException {
    if (message.getShardId() != shard.value()) {
      throw new IllegalArgumentException(
          "this node holds shard %s, not %d".formatted(shard, message.getShardId()));
    }
    StoreId from = new StoreId(UuidBytes.read("from", message.getFrom()));
    if (message.hasPoints()) {
      List<PointsMessage> said = points.read(message.getPoints());
      room.acquire();
      inbox.receive(from, said, room::release);
      return;
    }
    Optional<? extends Message> whole =
        message.hasSlotImage() ? parts.add(message) : Optional.of(ReplicaMessages.read(message));
    if (whole.isPresent()) {
      // Waiting here stops the stream: its sender is slowed down rather than dropped.
      room.acquire();
      inbox.receive(from, whole.get(), room::release);
    }
  }
}
