package io.vectorcluster.indexnode.internal;

import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.topology.Member;
import io.vectorcluster.wire.TokenClientInterceptor;
import io.vectorcluster.wire.Tokens;
import io.vectorcluster.wire.WireLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Another node, reached over one connection that all calls to it share. */
final class Peer implements AutoCloseable {
  /** Calls that may wait for this peer at a time; further ones are refused. */
  static final int MAX_IN_FLIGHT = 256;

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(5);

  /** A pod that came back must not be waited for longer than this (gRPC alone waits minutes). */
  private static final Duration RECONNECT_EVERY = Duration.ofSeconds(1);

  private final String name;
  private final ManagedChannel channel;
  private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
  private final InstantSource clock;
  private final AtomicLong lastReconnectMs = new AtomicLong();

  Peer(Member member, Tokens tokens, InstantSource clock) {
    this.name = member.host() + ":" + member.internalPort();
    this.clock = clock;
    this.channel =
        Grpc.newChannelBuilderForAddress(
                member.host(), member.internalPort(), InsecureChannelCredentials.create())
            .intercept(new TokenClientInterceptor(tokens))
            .maxInboundMessageSize(WireLimits.MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(WireLimits.MAX_METADATA_BYTES)
            .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .build();
  }

  ManagedChannel channel() {
    return channel;
  }

  /**
   * Makes a blocking call with the time that is left.
   *
   * @param stub on this peer's channel
   * @param work the call and what its answer means
   */
  <S extends AbstractBlockingStub<S>, T> ShardAnswer<T> call(
      S stub, Deadline deadline, Function<S, ShardAnswer<T>> work) {
    Duration left = deadline.left(clock.instant());
    if (left.isZero()) {
      return refused(Reason.TIMEOUT, "no time was left to ask");
    }
    if (!inFlight.tryAcquire()) {
      return refused(
          Reason.OVERLOADED,
          "%d calls wait for it already, try again later".formatted(MAX_IN_FLIGHT));
    }
    try {
      reconnectSoon();
      return work.apply(stub.withDeadlineAfter(left));
    } catch (StatusRuntimeException e) {
      return answerOf(e.getStatus());
    } finally {
      inFlight.release();
    }
  }

  /** Tries the connection again at once, though not too often. */
  void reconnectSoon() {
    if (channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
      return;
    }
    long now = clock.millis();
    long last = lastReconnectMs.get();
    if (now - last > RECONNECT_EVERY.toMillis() && lastReconnectMs.compareAndSet(last, now)) {
      channel.resetConnectBackoff();
    }
  }

  private <T> ShardAnswer<T> answerOf(Status status) {
    String description = status.getDescription();
    String what = description == null ? "no description" : description;
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          refused(Reason.UNAVAILABLE, "it refuses this node's cluster token: " + what);
      case RESOURCE_EXHAUSTED -> refused(Reason.OVERLOADED, what);
      case UNIMPLEMENTED ->
          refused(Reason.UNAVAILABLE, "its release does not know this call; finish the rollout");
      case DEADLINE_EXCEEDED -> unreachable("no answer in the request's time");
      case OK,
          CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          unreachable(status.getCode() + ", " + what);
    };
  }

  private <T> ShardAnswer<T> refused(Reason reason, String message) {
    return new ShardAnswer.Refused<>(reason, name + ": " + message);
  }

  private <T> ShardAnswer<T> unreachable(String message) {
    return new ShardAnswer.Unreachable<>(name + ": " + message);
  }

  /** Ends the connection; calls that wait are answered as unreachable. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
