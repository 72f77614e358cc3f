package io.vectorcluster.indexnode.internal;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.vectorcluster.wire.v1.DeliverResponse;
import io.vectorcluster.wire.v1.ReplicaMessage;
import io.vectorcluster.wire.v1.ReplicationGrpc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to one other member, in order. What finds no room is dropped: whoever
 * misses it asks again.
 */
final class ReplicaStream implements AutoCloseable {
  /** Bytes that may wait for the connection. */
  private static final long MAX_WAITING_BYTES = 32 << 20;

  private final Peer peer;
  private final Deque<ReplicaMessage> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable ClientCallStreamObserver<ReplicaMessage> out;
  private int opened;
  private boolean closed;

  ReplicaStream(Peer peer) {
    this.peer = peer;
  }

  /** Sends all of them or none. */
  synchronized void send(List<ReplicaMessage> messages) {
    if (closed) {
      return;
    }
    if (out == null) {
      open();
    }
    long bytes = messages.stream().mapToLong(ReplicaMessage::getSerializedSize).sum();
    // A slot may be larger than the room: it goes when nothing else waits.
    if (waitingBytes + bytes > MAX_WAITING_BYTES && waitingBytes > 0) {
      return;
    }
    waiting.addAll(messages);
    waitingBytes += bytes;
    drain();
  }

  private void open() {
    peer.reconnectSoon();
    ReplicationGrpc.ReplicationStub stub = ReplicationGrpc.newStub(peer.channel());
    var _ = stub.deliver(new Answers(++opened));
  }

  private synchronized void drain() {
    ClientCallStreamObserver<ReplicaMessage> stream = out;
    while (stream != null && stream.isReady() && !waiting.isEmpty()) {
      ReplicaMessage next = waiting.remove();
      waitingBytes -= next.getSerializedSize();
      stream.onNext(next);
    }
  }

  private synchronized void ended(int number) {
    if (opened == number) {
      out = null;
      waiting.clear();
      waitingBytes = 0;
    }
  }

  /** What comes back on the stream: that there is room, and its end. */
  private final class Answers implements ClientResponseObserver<ReplicaMessage, DeliverResponse> {
    private final int number;

    Answers(int number) {
      this.number = number;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ReplicaMessage> requests) {
      out = requests;
      requests.setOnReadyHandler(ReplicaStream.this::drain);
    }

    @Override
    public void onNext(DeliverResponse response) {
      // Says nothing.
    }

    @Override
    public void onError(Throwable failure) {
      ended(number);
    }

    @Override
    public void onCompleted() {
      ended(number);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (out != null) {
      out.cancel("this node is shutting down", null);
    }
  }
}
