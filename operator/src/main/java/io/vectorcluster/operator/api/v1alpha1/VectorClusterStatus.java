package io.vectorcluster.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report. Nothing is read back from it that data depends on.
 *
 * @param observedGeneration -1 until an operator has looked at the object
 * @param shards for the scale subresource
 * @param shardsReady "serving/wanted"
 * @param selector one pod of each shard, for the scale subresource
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record VectorClusterStatus(
    @Nullable Long observedGeneration,
    @Nullable String phase,
    @Nullable String progress,
    @Nullable String message,
    @Nullable Integer shards,
    @Nullable String shardsReady,
    @Nullable String replicasReady,
    @Nullable String selector,
    @Nullable String version,
    @Nullable String targetVersion,
    @Nullable Long points,
    @Nullable String size,
    @Nullable Endpoints endpoints,
    @Nullable Binding binding,
    @Nullable TopologyMark topology,
    @Nullable Bootstrap bootstrap,
    @Nullable List<Waiting> waiting,
    @Nullable List<PendingApproval> pendingApprovals,
    @Nullable Rebalance rebalance,
    @Nullable List<ShardStatus> shardStatuses,
    @Nullable Capacity capacity,
    @Nullable List<Condition> conditions) {

  /** Of an object no operator has looked at. */
  public static final VectorClusterStatus UNSEEN =
      new VectorClusterStatus(
          -1L, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null);

  /** The condition of this type; empty if it is absent. */
  public Optional<Condition> condition(String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> type.equals(c.type())).findFirst();
  }

  /** Where the cluster answers, as URLs. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoints(@Nullable String rest, @Nullable String management) {}

  /** The Secret of the Service Binding duck type. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Binding(@Nullable String name) {}

  /** The topology in force. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TopologyMark(@Nullable Long epoch, @Nullable String hash) {}

  /** How the cluster began. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Bootstrap(@Nullable String result, @Nullable String time) {}

  /** An operation that waits, and for what. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Waiting(String type, @Nullable List<BlockedBy> blockedBy, @Nullable String since) {}

  /** A blocker by its stable id. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record BlockedBy(String id, @Nullable String message, @Nullable String since) {}

  /**
   * Slots that move.
   *
   * @param planHash which plan is in force: the digits of its approval, if it was asked for
   * @param moves slots that were to move when it began
   * @param movesDone those of them that take writes where they belong
   * @param minimumMoves the least that any plan would have moved
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Rebalance(
      @Nullable String planHash,
      @Nullable Integer moves,
      @Nullable Integer movesDone,
      @Nullable Integer minimumMoves) {}

  /** A loss of data, or a plan of moves, that happens only if its id is added to spec.approvals. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PendingApproval(
      String id, @Nullable String kind, @Nullable String summary, @Nullable String since) {}

  /** One shard. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ShardStatus(
      Integer id,
      @Nullable String primary,
      @Nullable Long term,
      @Nullable Integer inSync,
      @Nullable Integer slots,
      @Nullable List<Replica> replicas) {}

  /**
   * One pod of a shard.
   *
   * @param repaired records that were damaged or differed, and have been put right since it started
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Replica(
      String pod, @Nullable String zone, @Nullable String state, @Nullable Long repaired) {}

  /**
   * How full the fullest shard is, in percents of what its node has; absent until all shards have
   * told.
   *
   * @param memoryPercent of the memory of graphs
   * @param diskPercent of the volume
   * @param recommendedShards the fewest in which all would have room, and no fewer than there are
   * @param observedTime when it last changed
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Capacity(
      Integer memoryPercent,
      Integer diskPercent,
      @Nullable Integer recommendedShards,
      @Nullable String observedTime) {
    public Capacity {
      // Whatever somebody has made of it: it is written again when figures are due.
      memoryPercent = Objects.requireNonNullElse(memoryPercent, 0);
      diskPercent = Objects.requireNonNullElse(diskPercent, 0);
    }
  }

  /** A condition by the Kubernetes API conventions; times are RFC 3339 in whole seconds. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Condition(
      String type,
      String status,
      String reason,
      String message,
      String lastTransitionTime,
      @Nullable Long observedGeneration) {

    /** Whether both say the same, whenever they began to. */
    public boolean says(Condition other) {
      return type.equals(other.type)
          && status.equals(other.status)
          && reason.equals(other.reason)
          && message.equals(other.message);
    }
  }
}
