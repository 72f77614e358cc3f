package io.vectorcluster.operator.core;

/**
 * Why something is not done. The id is stable: scripts wait for it.
 *
 * <p>Each belongs to a condition, whose reason it becomes.
 */
public enum BlockerId {
  SPEC_INVALID("spec-invalid", true, "Accepted", "Invalid"),
  PAUSED("paused", false, "Updated", "Paused"),
  STORES_AWAITED("stores-awaited", false, "Available", "NotYetServing"),
  TOPOLOGY_LOST("topology-lost", true, "Bootstrapped", "TopologyLost"),
  TOPOLOGY_CONFLICT("topology-conflict", true, "Bootstrapped", "TopologyConflict"),
  TOPOLOGY_FORMAT("topology-format", true, "Bootstrapped", "TopologyFormat"),
  RETAINED_VOLUMES("retained-volumes", true, "Bootstrapped", "RetainedVolumes"),
  STORE_LOST("store-lost", true, "Replicated", "ReplicaLost"),
  IN_SYNC_SILENT("in-sync-silent", true, "Replicated", "ReplicaLost"),
  SHARDS_FIXED("shards-fixed", true, "Balanced", "ShardsFixed"),
  SHARDS_UNPROVEN("shards-unproven", false, "Balanced", "AwaitingProof"),
  PLAN_UNAPPROVED("plan-unapproved", true, "Balanced", "AwaitingApproval"),
  REBALANCE_DISABLED("rebalance-disabled", true, "Balanced", "Disabled"),
  CAPACITY_INSUFFICIENT("capacity-insufficient", true, "Balanced", "CapacityInsufficient"),
  MOVES_AWAIT_PRIMARY("moves-await-primary", false, "Balanced", "Moving"),
  REPLICAS_AWAITED("replicas-awaited", false, "Balanced", "AwaitingReplicas"),
  PRIMARY_AWAITED("primary-awaited", false, "Updated", "RollingOut"),
  POD_NOT_READY("pod-not-ready", false, "Updated", "RollingOut"),
  REQUEST_REFUSED("request-refused", false, "Updated", "RequestRefused");

  private final String id;
  private final boolean stalls;
  private final String condition;
  private final String reason;

  BlockerId(String id, boolean stalls, String condition, String reason) {
    this.id = id;
    this.stalls = stalls;
    this.condition = condition;
    this.reason = reason;
  }

  /** As it stands in status. */
  public String id() {
    return id;
  }

  /** Whether a human must act; otherwise the operator goes on by itself. */
  public boolean stalls() {
    return stalls;
  }

  /** The type of the condition it makes false. */
  public String condition() {
    return condition;
  }

  /** The reason that condition gives. */
  public String reason() {
    return reason;
  }
}
