package io.vectorcluster.indexnode.internal;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;

/** Refuses calls above a number, before their message is read: memory is bounded by it. */
final class InFlightLimit implements ServerInterceptor {
  private final Semaphore free;

  InFlightLimit(int most) {
    this.free = new Semaphore(most);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!free.tryAcquire()) {
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription("too many calls at once, try again later"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    Release release = new Release();
    ServerCall.Listener<Q> listener =
        next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void close(Status status, Metadata trailers) {
                release.once();
                super.close(status, trailers);
              }
            },
            headers);
    return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        // A call that is cancelled before its message came is never closed by a handler.
        release.once();
        super.onCancel();
      }
    };
  }

  /** Gives the place back, at most once a call. */
  private final class Release {
    private final java.util.concurrent.atomic.AtomicBoolean done =
        new java.util.concurrent.atomic.AtomicBoolean();

    void once() {
      if (done.compareAndSet(false, true)) {
        free.release();
      }
    }
  }
}
