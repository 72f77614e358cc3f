package io.vectorcluster.operator.core;

import io.vectorcluster.topology.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The approvals of one pass: which losses and plans are asked about, which of them are accepted,
 * and which ids can never count again.
 *
 * <p>An id counts while its case is open. One that is given when no case has it is spent, as is one
 * that was used: a shard that came back and fails again in the same way is another case, which is
 * asked about anew.
 */
final class Approvals {
  /** Spent ids that are remembered. Those that were used could not come again without it. */
  private static final int MOST = 128;

  private final Set<String> given;
  private final List<String> spent;
  private final List<Approval> pending = new ArrayList<>();
  private final List<Approval> accepted = new ArrayList<>();
  private final Set<ShardId> open = new HashSet<>();
  private boolean plansKnown;

  /**
   * @param given ids of the spec in force
   * @param spent ids the record remembers
   */
  Approvals(Collection<String> given, Collection<String> spent) {
    this.given = new LinkedHashSet<>(given);
    this.spent = List.copyOf(spent);
  }

  /** Asks about a loss: it is accepted if its id is given, and pending if not. */
  Answer ask(Loss loss) {
    Answer answer = ask(new Approval(loss.id(spent), loss.kind(), loss.summary()));
    if (!answer.accepted()) {
      loss.heirs().forEach(heir -> open.add(heir.shard()));
    }
    return answer;
  }

  /** Asks about a plan of moves, in the same way. */
  Answer ask(MovePlan plan) {
    return ask(new Approval(plan.id(spent), Approval.Kind.REBALANCE, plan.summary()));
  }

  private Answer ask(Approval approval) {
    boolean accepts = given.contains(approval.id());
    (accepts ? accepted : pending).add(approval);
    return new Answer(approval, accepts);
  }

  /**
   * This pass asks about whatever plan there is. In one that has something more urgent to do, an id
   * of a plan that was just given is not without a case.
   */
  void plansAreKnown() {
    plansKnown = true;
  }

  /** What was said to a loss or a plan. */
  record Answer(Approval approval, boolean accepted) {}

  List<Approval> pending() {
    return List.copyOf(pending);
  }

  List<Approval> accepted() {
    return List.copyOf(accepted);
  }

  /** Whether a loss of this shard waits for its approval. */
  boolean isOpen(ShardId shard) {
    return open.contains(shard);
  }

  /**
   * The ids that never count again.
   *
   * @param certain whether all open cases were seen: what is given beside them is spent then
   */
  List<String> spent(boolean certain) {
    LinkedHashSet<String> ids = new LinkedHashSet<>(spent);
    accepted.forEach(approval -> ids.add(approval.id()));
    if (certain) {
      given.stream().filter(id -> plansKnown || !id.startsWith(MovePlan.PREFIX)).forEach(ids::add);
    }
    List<String> all = List.copyOf(ids);
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }
}
