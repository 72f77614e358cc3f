package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.core.Divergence;
import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.util.Optional;

/**
 * One copy of a shard as it was seen.
 *
 * @param pod the name its pod has, whether it is there or not
 * @param counts whether the member under its host is waited for
 */
record ReplicaView(
    String pod,
    ShardState state,
    boolean counts,
    Optional<ObservedPod> seen,
    Optional<Answered> answer) {

  /** What is the same for all copies of a shard. */
  record Frame(String cluster, ShardId shard, int factor, boolean stopped, Observation seen) {}

  static ReplicaView of(Frame frame, int ordinal, Optional<ReplicaSet> set) {
    Optional<ObservedPod> pod = frame.seen().pod(frame.shard(), ordinal);
    Optional<Answered> answer = pod.flatMap(frame.seen()::answer);
    String name = Names.pod(frame.cluster(), frame.shard(), ordinal);
    boolean counts = set.filter(members -> counts(name, members)).isPresent();
    boolean member = set.filter(members -> hosts(name, members)).isPresent();
    if (frame.stopped()) {
      return new ReplicaView(name, ShardState.STOPPED, counts, pod, answer);
    }
    ShardState state =
        ordinal >= frame.factor() && !member ? ShardState.LEAVING : state(counts, set, pod, answer);
    return new ReplicaView(name, state, counts, pod, answer);
  }

  private static ShardState state(
      boolean counts,
      Optional<ReplicaSet> set,
      Optional<ObservedPod> pod,
      Optional<Answered> answer) {
    if (pod.isEmpty()) {
      return ShardState.MISSING;
    }
    if (set.isPresent() && answer.isPresent()) {
      StoreId store = answer.get().store();
      if (set.get().member(store).isEmpty() && counts) {
        return ShardState.LOST;
      }
      if (!set.get().isInSync(store)) {
        return pod.get().deleting() ? ShardState.STARTING : ShardState.JOINING;
      }
    }
    if (!pod.get().ready() || pod.get().deleting() || set.isEmpty()) {
      return ShardState.STARTING;
    }
    return answer.isPresent() ? ShardState.SERVING : ShardState.UNREACHABLE;
  }

  private static boolean hosts(String name, ReplicaSet set) {
    return set.members().stream().anyMatch(member -> member.host().startsWith(name + "."));
  }

  private static boolean counts(String name, ReplicaSet set) {
    return set.members().stream()
        .anyMatch(m -> m.host().startsWith(name + ".") && set.isInSync(m.store()));
  }

  /** Of its store from what it should hold, as it says. */
  Divergence divergence() {
    return answer.map(Answered::divergence).orElse(Divergence.NONE);
  }

  boolean serves() {
    return state == ShardState.SERVING;
  }

  /** What is wrong with it, for people. */
  String describe() {
    String trouble = seen.flatMap(ObservedPod::trouble).map(text -> ": " + text).orElse("");
    return pod + " is " + state.text() + trouble;
  }
}
