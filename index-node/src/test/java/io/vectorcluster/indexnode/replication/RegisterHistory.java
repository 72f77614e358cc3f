package io.vectorcluster.indexnode.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
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

  /** An operation that was let take effect, and the value before it. */
  private record Choice(int operation, long before) {}

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
    return explains(sorted) ? Optional.empty() : Optional.of("not linearizable: " + sorted);
  }

  /** Goes on from state to state, and back where none is left: histories are longer than stacks. */
  private static boolean explains(List<Operation> sorted) {
    BitSet done = new BitSet();
    Deque<Choice> made = new ArrayDeque<>();
    Set<State> seen = new HashSet<>();
    long value = ABSENT;
    int from = 0;
    while (true) {
      long firstEnd = firstEnd(sorted, done);
      if (firstEnd == NEVER) {
        return true;
      }
      int next = next(sorted, done, value, firstEnd, from, seen);
      if (next < sorted.size()) {
        made.push(new Choice(next, value));
        done.set(next);
        value = after(sorted.get(next), value);
        from = 0;
      } else if (made.isEmpty()) {
        return false;
      } else {
        Choice last = made.pop();
        done.clear(last.operation());
        value = last.before();
        from = last.operation() + 1;
      }
    }
  }

  private static long after(Operation operation, long value) {
    return operation.isWrite() ? operation.value() : value;
  }

  /** When the first operation ends that has not taken effect: whatever comes next began before. */
  private static long firstEnd(List<Operation> sorted, BitSet done) {
    long firstEnd = NEVER;
    for (int i = done.nextClearBit(0);
        i < sorted.size() && sorted.get(i).begun() <= firstEnd;
        i = done.nextClearBit(i + 1)) {
      firstEnd = Math.min(firstEnd, sorted.get(i).ended());
    }
    return firstEnd;
  }

  /** The first operation that may come next and leads to a new state; none is the size. */
  private static int next(
      List<Operation> sorted, BitSet done, long value, long firstEnd, int from, Set<State> seen) {
    for (int i = done.nextClearBit(from);
        i < sorted.size() && sorted.get(i).begun() <= firstEnd;
        i = done.nextClearBit(i + 1)) {
      Operation operation = sorted.get(i);
      if (operation.isWrite() || operation.value() == value) {
        BitSet then = (BitSet) done.clone();
        then.set(i);
        if (seen.add(new State(then, after(operation, value)))) {
          return i;
        }
      }
    }
    return sorted.size();
  }
}
