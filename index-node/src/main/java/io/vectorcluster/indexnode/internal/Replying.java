package io.vectorcluster.indexnode.internal;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.vectorcluster.indexnode.core.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every service of the port answers, and how long it takes for it. */
final class Replying {
  private static final Logger LOG = LoggerFactory.getLogger(Replying.class);

  /** Nobody may ask without end. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Replying() {}

  /**
   * Sends what {@code work} gives. A status it throws is sent as it is; a bug in it is logged here
   * and told without its inside.
   */
  static <A> void reply(StreamObserver<A> observer, Supplier<A> work) {
    A answer;
    try {
      answer = work.get();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    } catch (RuntimeException e) {
      LOG.error("a call of the internal port failed", e);
      observer.onError(
          Status.INTERNAL.withDescription("the node failed, see its log").asRuntimeException());
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  /** The caller's, at most {@link #LONGEST} from now. */
  static Deadline deadline(InstantSource clock) {
    io.grpc.@Nullable Deadline given = Context.current().getDeadline();
    long most = LONGEST.toNanos();
    long left = given == null ? most : Math.min(most, given.timeRemaining(TimeUnit.NANOSECONDS));
    return new Deadline(clock.instant().plusNanos(left));
  }
}
