package io.vectorcluster.testbed.faults;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which requests a fault befalls. Of the requests that match, the first {@code skip} pass, the next
 * {@code times} are chosen, and the rest pass.
 *
 * @param before called with a chosen request before anything else happens to it
 * @param after called when the server has answered a chosen request and the caller has not yet
 *     heard; not called where the server never saw it
 */
public record FaultRule(
    Predicate<ApiRequest> matching,
    int skip,
    int times,
    Consumer<ApiRequest> before,
    Consumer<ApiRequest> after,
    Fault fault) {
  public FaultRule {
    if (skip < 0 || times < 1) {
      throw new IllegalArgumentException(
          "skip " + skip + " and times " + times + ": at least 0 and 1");
    }
  }

  /** A rule for all that match, which does nothing yet. */
  public static FaultRule on(Predicate<ApiRequest> matching) {
    return new FaultRule(
        matching, 0, Integer.MAX_VALUE, request -> {}, request -> {}, new Fault.None());
  }

  /** A rule for the request with this number, counted from 1. */
  public static FaultRule onRequest(long number) {
    return on(request -> request.number() == number).once();
  }

  public FaultRule skip(int count) {
    return new FaultRule(matching, count, times, before, after, fault);
  }

  public FaultRule times(int count) {
    return new FaultRule(matching, skip, count, before, after, fault);
  }

  public FaultRule once() {
    return times(1);
  }

  public FaultRule before(Consumer<ApiRequest> hook) {
    return new FaultRule(matching, skip, times, hook, after, fault);
  }

  public FaultRule after(Consumer<ApiRequest> hook) {
    return new FaultRule(matching, skip, times, before, hook, fault);
  }

  public FaultRule fault(Fault what) {
    return new FaultRule(matching, skip, times, before, after, what);
  }
}
