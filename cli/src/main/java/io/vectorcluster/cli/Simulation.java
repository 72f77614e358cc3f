package io.vectorcluster.cli;

import io.vectorcluster.operator.core.MovePlan;
import io.vectorcluster.operator.core.ShardChoice;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.Rebalance;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotMove;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What another number of shards would do.
 *
 * @param inForce whether the plan is the one that the record follows already
 * @param approvalId what would approve it
 * @param notes what else a reader has to know, a sentence each
 */
record Simulation(
    StartingPoint start,
    MovePlan plan,
    boolean inForce,
    Consent consent,
    String approvalId,
    List<String> notes) {

  /** Slots that go from one shard to another. */
  record Route(ShardId from, ShardId to, int slots) {}

  Simulation {
    notes = List.copyOf(notes);
  }

  static Simulation of(StartingPoint start, Intent wish) {
    SortedSet<ShardId> wanted = ShardChoice.changed(start.shards(), wish.shards(), _ -> false);
    Optional<MovePlan> next =
        MovePlan.next(start.sharding(), start.present(), start.goal(), wanted);
    MovePlan plan =
        next.orElseGet(() -> MovePlan.inForce(start.sharding(), start.present(), start.goal()));
    String id = plan.id(start.spent());
    Consent consent =
        next.isEmpty() ? Consent.NOT_ASKED : consent(start.shards(), wanted, wish, id);
    return new Simulation(
        start, plan, next.isEmpty(), consent, id, notes(start, wish, plan, next.isEmpty()));
  }

  /** As the operator asks. Whether any shard has a point is not known here. */
  private static Consent consent(
      SortedSet<ShardId> current, SortedSet<ShardId> wanted, Intent wish, String id) {
    boolean most = ShardChoice.mostLeave(current, wanted);
    return switch (wish.rebalance().mode()) {
      case DISABLED -> Consent.NOT_ASKED;
      case AUTOMATIC, APPROVE -> {
        if (!most && wish.rebalance().mode() == Rebalance.Mode.AUTOMATIC) {
          yield Consent.NOT_ASKED;
        }
        if (wish.approvals().contains(id)) {
          yield Consent.GIVEN;
        }
        yield most ? Consent.MOST_SHARDS_LEAVE : Consent.MODE_APPROVE;
      }
    };
  }

  private static List<String> notes(
      StartingPoint start, Intent wish, MovePlan plan, boolean inForce) {
    List<String> notes = new ArrayList<>();
    if (start.epoch().isEmpty()) {
      notes.add(
          "made of the VectorCluster alone: slots are taken to lie as in a cluster that has always had %d shards; give its VectorTopology too for the operator's own plan"
              .formatted(start.shards().size()));
    }
    if (inForce) {
      notes.add(
          plan.moves() == 0
              ? "no slot moves: they are where these shards want them"
              : "the plan in force leads there: these are the slots that are left of it");
    }
    if (start.underWay() > 0) {
      notes.add(
          "%d slots are under way now; those the plan leads elsewhere are dropped or go back first"
              .formatted(start.underWay()));
    }
    if (!start.shards().containsAll(plan.shards())) {
      notes.add(
          "joining shards get the lowest free ids; the operator passes over ids whose volumes were kept, of which the file does not tell");
    }
    if (wish.rebalance().mode() == Rebalance.Mode.DISABLED) {
      notes.add("spec.rebalance.mode is Disabled: nothing begins until it is Automatic or Approve");
    }
    if (wish.runPolicy() != RunPolicy.RUNNING) {
      notes.add("spec.runPolicy is not Running: no slot begins to move until it is");
    }
    return notes;
  }

  /** Shards that own slots by the plan only. */
  SortedSet<ShardId> joining() {
    return without(plan.shards(), former());
  }

  /** Shards that own slots until the plan is carried out. */
  SortedSet<ShardId> leaving() {
    return without(former(), plan.shards());
  }

  /** The owners that the plan is a change of. */
  private SortedSet<ShardId> former() {
    return (inForce ? start.present() : start.goal()).owners();
  }

  /** From shard to shard, in the order of both. */
  List<Route> routes() {
    SortedMap<ShardId, SortedMap<ShardId, Integer>> counts = new TreeMap<>();
    for (SlotMove move : plan.present().movesTo(plan.target())) {
      counts.computeIfAbsent(move.from(), _ -> new TreeMap<>()).merge(move.to(), 1, Integer::sum);
    }
    List<Route> routes = new ArrayList<>();
    counts.forEach(
        (from, targets) -> targets.forEach((to, slots) -> routes.add(new Route(from, to, slots))));
    return routes;
  }

  SlotCounts before() {
    return SlotCounts.of(plan.sharding(), plan.present());
  }

  SlotCounts after() {
    return SlotCounts.of(plan.sharding(), plan.target());
  }

  /** Of all slots, those that move, in percent. */
  double percent() {
    return 100.0 * plan.moves() / plan.present().slots();
  }

  private static SortedSet<ShardId> without(SortedSet<ShardId> shards, SortedSet<ShardId> others) {
    SortedSet<ShardId> rest = new TreeSet<>(shards);
    rest.removeAll(others);
    return rest;
  }
}
