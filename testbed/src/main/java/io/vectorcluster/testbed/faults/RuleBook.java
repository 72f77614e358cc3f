package io.vectorcluster.testbed.faults;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers requests, keeps the latest of them, and finds the rule of each. */
final class RuleBook {
  private static final int KEPT_REQUESTS = 10_000;

  private static final FaultRule PASS = FaultRule.on(request -> true);

  private final Queue<ApiRequest> requests = new ArrayDeque<>();
  private long last;
  private List<Counted> rules = List.of();

  synchronized void replace(List<FaultRule> next) {
    rules = next.stream().map(rule -> new Counted(rule, new AtomicLong())).toList();
  }

  synchronized ApiRequest enter(String method, String path, String query) {
    ApiRequest request = new ApiRequest(++last, method, path, query);
    if (requests.size() == KEPT_REQUESTS) {
      requests.remove();
    }
    requests.add(request);
    return request;
  }

  synchronized List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized void forget() {
    requests.clear();
    last = 0;
  }

  /** The first rule that chooses the request; every rule asked before counts it. */
  synchronized FaultRule ruleOf(ApiRequest request) {
    for (Counted counted : rules) {
      if (counted.rule.matching().test(request)) {
        long seen = counted.matched.getAndIncrement() - counted.rule.skip();
        if (seen >= 0 && seen < counted.rule.times()) {
          return counted.rule;
        }
      }
    }
    return PASS;
  }

  private record Counted(FaultRule rule, AtomicLong matched) {}
}
