package io.vectorcluster.operator.core.status;

import static io.vectorcluster.operator.core.status.Conditions.AVAILABLE;
import static io.vectorcluster.operator.core.status.Conditions.BALANCED;
import static io.vectorcluster.operator.core.status.Conditions.CAPACITY_SUFFICIENT;
import static io.vectorcluster.operator.core.status.Conditions.FALSE;
import static io.vectorcluster.operator.core.status.Conditions.REPLICATED;
import static io.vectorcluster.operator.core.status.Conditions.STALLED;
import static io.vectorcluster.operator.core.status.Conditions.TRUE;
import static io.vectorcluster.operator.core.status.Conditions.UNKNOWN;
import static io.vectorcluster.operator.core.status.Conditions.UPDATED;

import io.vectorcluster.operator.core.Plan;

/** One word for the whole: the worst true statement, in the order of the constants. */
enum Phase {
  STOPPED("Stopped"),
  PAUSED("Paused"),
  UNAVAILABLE("Unavailable"),
  BLOCKED("Blocked"),
  DEGRADED("Degraded"),
  CREATING("Creating"),
  UPDATING("Updating"),
  REBALANCING("Rebalancing"),
  CAPACITY_LOW("CapacityLow"),
  HEALTHY("Healthy");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  /** As it stands in status. */
  String text() {
    return text;
  }

  static Phase of(Plan plan, Judgement judgement) {
    Conditions conditions = judgement.conditions();
    boolean beginning =
        conditions.get(AVAILABLE).filter(c -> c.reason().equals("NotYetServing")).isPresent();
    if (judgement.isStopped()) {
      return STOPPED;
    }
    if (plan.paused()) {
      return PAUSED;
    }
    if (conditions.is(AVAILABLE, FALSE) && !beginning) {
      return UNAVAILABLE;
    }
    if (conditions.is(STALLED, TRUE)) {
      return BLOCKED;
    }
    if (conditions.is(AVAILABLE, UNKNOWN)
        || (conditions.is(AVAILABLE, TRUE) && conditions.is(REPLICATED, FALSE))) {
      return DEGRADED;
    }
    if (beginning) {
      return CREATING;
    }
    if (conditions.is(UPDATED, FALSE)) {
      return UPDATING;
    }
    if (conditions.is(BALANCED, FALSE)) {
      return REBALANCING;
    }
    return conditions.is(CAPACITY_SUFFICIENT, FALSE) ? CAPACITY_LOW : HEALTHY;
  }
}
