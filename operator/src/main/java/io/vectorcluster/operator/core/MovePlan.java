package io.vectorcluster.operator.core;

import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Fingerprint;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Slots that are to move.
 *
 * @param from how many shards the plan before it leads to
 * @param shards those that own the slots afterwards
 * @param present the owners when it begins
 */
public record MovePlan(
    int from, SortedSet<ShardId> shards, Sharding sharding, Assignment present, Assignment target) {
  static final String PREFIX = "plan-";

  /** The plan that a topology follows. */
  public static MovePlan of(Topology topology) {
    return inForce(topology.sharding(), topology.assignment(), topology.goal());
  }

  /** The plan that leads from these owners to those of a goal. */
  public static MovePlan inForce(Sharding sharding, Assignment present, Assignment goal) {
    return new MovePlan(present.owners().size(), goal.owners(), sharding, present, goal);
  }

  /**
   * Another plan than the one in force; empty if that leads to what is wanted.
   *
   * @param goal the owners that the plan in force leads to; those of {@code present} at rest
   * @param wanted the shards that are to own all slots
   */
  public static Optional<MovePlan> next(
      Sharding sharding, Assignment present, Assignment goal, SortedSet<ShardId> wanted) {
    int bound = Placement.bound(sharding, wanted.size());
    boolean fits =
        goal.owners().equals(wanted) && goal.counts().values().stream().allMatch(n -> n <= bound);
    // Then the strategy would give the same: it need not be asked in every pass.
    if (fits) {
      return Optional.empty();
    }
    Assignment target = Placement.next(sharding, goal, wanted);
    return target.equals(goal)
        ? Optional.empty()
        : Optional.of(new MovePlan(goal.owners().size(), wanted, sharding, present, target));
  }

  /** Of the shards and their slots, so that a failover leaves it as it is (protocol T2). */
  private Fingerprint fingerprint() {
    return Fingerprint.ofPlan(shards, target);
  }

  /** What tells it from other plans, short. */
  public String hash() {
    return fingerprint().abbreviated();
  }

  /**
   * The id it is approved by.
   *
   * @param spent ids that were used or withdrawn: the same plan has another one when it comes again
   */
  public String id(Collection<String> spent) {
    String id = PREFIX + hash();
    for (int offer = 1; spent.contains(id); offer++) {
      byte[] facts = "%s|%d".formatted(fingerprint(), offer).getBytes(StandardCharsets.UTF_8);
      id = PREFIX + Fingerprint.of(facts).abbreviated();
    }
    return id;
  }

  /** Slots that get another owner. */
  public int moves() {
    return present.movesTo(target).size();
  }

  /**
   * The least that any plan moves: what leaving and overfull shards give up, or what joining ones
   * are filled with.
   */
  public int minimum() {
    int bound = Placement.bound(sharding, shards.size());
    SortedMap<ShardId, Integer> counts = present.counts();
    int freed = 0;
    for (Map.Entry<ShardId, Integer> owner : counts.entrySet()) {
      int count = owner.getValue();
      freed += shards.contains(owner.getKey()) ? Math.max(0, count - bound) : count;
    }
    long joining = shards.stream().filter(shard -> !counts.containsKey(shard)).count();
    int mean = sharding.slots().count() / shards.size();
    // On the way from one plan to another a shard may own nothing yet and be no joining one.
    return Math.min(moves(), Math.max(freed, Math.toIntExact(joining) * mean));
  }

  /** For people. */
  String summary() {
    return "shards %d -> %d: move %d slots (minimum %d)"
        .formatted(from, shards.size(), moves(), minimum());
  }
}
