package io.vectorcluster.operator.core;

import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What to do now, and what not yet.
 *
 * @param intent what is acted on: the spec, or the last one that was valid and not held back; empty
 *     if there never was one
 * @param paused whether the spec written asks for a pause
 * @param version of the index node that is wanted
 * @param shards whose StatefulSets are wanted
 * @param topology the one in force before the actions; empty before the first
 * @param pending losses that happen only if a human accepts them
 */
public record Plan(
    Optional<Intent> intent,
    boolean paused,
    String version,
    SortedSet<ShardId> shards,
    Optional<Topology> topology,
    List<Action> actions,
    List<Blocker> blockers,
    List<Approval> pending) {

  public Plan {
    actions = List.copyOf(actions);
    blockers = List.copyOf(blockers);
    pending = List.copyOf(pending);
  }

  /** Whether something waits for this reason. */
  public Optional<Blocker> blocker(BlockerId id) {
    return blockers.stream().filter(blocker -> blocker.id() == id).findFirst();
  }

  /** The same with one blocker more. */
  public Plan with(Blocker blocker) {
    List<Blocker> more = new ArrayList<>(blockers);
    more.add(blocker);
    return new Plan(intent, paused, version, shards, topology, actions, more, pending);
  }
}
