package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Operations on one point, and whether they are linearizable: each seems to take effect at one
 * moment between its beginning and its end (Herlihy and Wing 1990). A write without an answer may
 * take effect at any moment after it began, or never. The search is that of Wing and Gong (1993)
 * with remembered states (Lowe 2017).
 */
public final class RegisterHistory {
  public static final long ABSENT = 0;
  private static final long NEVER = Long.MAX_VALUE;

  /** Value written or read; a delete writes {@link #ABSENT}. */
  record Operation(boolean isWrite, long value, long begun, long ended) {}

  private record State(BitSet done, long value) {}

  private final List<Operation> operations = new ArrayList<>();

  public void write(long value, long begun, long ended) {
    operations.add(new Operation(true, value, begun, ended));
  }

  public void unanswered(long value, long begun) {
    operations.add(new Operation(true, value, begun, NEVER));
  }

  public void read(long value, long begun, long ended) {
    operations.add(new Operation(false, value, begun, ended));
  }

  public int size() {
    return operations.size();
  }

  /** A description of the history if there is no order that explains it. */
  public Optional<String> flaw() {
    Set<Long> seen = new HashSet<>();
    operations.stream().filter(each -> !each.isWrite()).forEach(each -> seen.add(each.value()));
    List<Operation> sorted =
        operations.stream()
            // What nobody has read, and nobody was promised, might as well not have happened.
            .filter(
                each ->
                    each.ended() != NEVER || each.value() == ABSENT || seen.contains(each.value()))
            .sorted(Comparator.comparingLong(Operation::begun))
            .toList();
    return explains(sorted, new BitSet(), ABSENT, new HashSet<>())
        ? Optional.empty()
        : Optional.of("not linearizable: " + sorted);
  }

  private static boolean explains(
      List<Operation> sorted, BitSet done, long value, Set<State> seen) {
    if (!seen.add(new State((BitSet) done.clone(), value))) {
      return false;
    }
    long firstEnd = NEVER;
    for (int i = done.nextClearBit(0); i < sorted.size(); i = done.nextClearBit(i + 1)) {
      firstEnd = Math.min(firstEnd, sorted.get(i).ended());
    }
    if (firstEnd == NEVER) {
      return true;
    }
    for (int i = done.nextClearBit(0); i < sorted.size(); i = done.nextClearBit(i + 1)) {
      Operation operation = sorted.get(i);
      if (operation.begun() > firstEnd) {
        break;
      }
      if (operation.isWrite() || operation.value() == value) {
        done.set(i);
        if (explains(sorted, done, operation.isWrite() ? operation.value() : value, seen)) {
          return true;
        }
        done.clear(i);
      }
    }
    return false;
  }
}
