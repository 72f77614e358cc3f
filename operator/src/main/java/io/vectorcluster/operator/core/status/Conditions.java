package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions in the making: each keeps the time at which its status last changed. */
final class Conditions {
  static final String ACCEPTED = "Accepted";
  static final String BOOTSTRAPPED = "Bootstrapped";
  static final String AVAILABLE = "Available";
  static final String REPLICATED = "Replicated";
  static final String UPDATED = "Updated";
  static final String BALANCED = "Balanced";
  static final String CAPACITY_SUFFICIENT = "CapacitySufficient";
  static final String READY = "Ready";
  static final String RECONCILING = "Reconciling";
  static final String STALLED = "Stalled";

  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  private final VectorClusterStatus before;
  private final Instant now;
  private final long generation;
  private final List<Condition> conditions = new ArrayList<>();

  Conditions(VectorClusterStatus before, Instant now, long generation) {
    this.before = before;
    this.now = now;
    this.generation = generation;
  }

  void set(String type, String status, String reason, String message) {
    String since =
        before
            .condition(type)
            .filter(old -> old.status().equals(status))
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> time(now));
    conditions.add(new Condition(type, status, reason, message, since, generation));
  }

  /** The same reason and message under another type. */
  void copy(String type, String status, Condition decides) {
    set(type, status, decides.reason(), decides.message());
  }

  Optional<Condition> get(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  boolean is(String type, String status) {
    return get(type).filter(c -> c.status().equals(status)).isPresent();
  }

  List<Condition> list() {
    return List.copyOf(conditions);
  }

  /** RFC 3339 in whole seconds. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
