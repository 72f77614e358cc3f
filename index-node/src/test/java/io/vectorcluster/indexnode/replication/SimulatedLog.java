package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log of a store, of which now and then all but the last entries go. */
final class SimulatedLog {
  private static final int LEFT = 40;
  private static final int TRIM_ONE_IN = 50;
  private static final int SHORT_LEFT = 8;
  private static final int SHORT_TRIM_ONE_IN = 4;

  private final SimulatedWorld world;
  private final int left;
  private final int trimOneIn;
  private final boolean leavesOut;
  private List<LoggedWrite> entries = new ArrayList<>();
  private LogPosition start = LogPosition.START;

  /** Reads of what it no longer has. */
  int trimmedBelow;

  SimulatedLog(boolean isShort, ShellFlaw flaw, SimulatedWorld world) {
    this.world = world;
    this.left = isShort ? SHORT_LEFT : LEFT;
    this.trimOneIn = isShort ? SHORT_TRIM_ONE_IN : TRIM_ONE_IN;
    this.leavesOut = flaw == ShellFlaw.LEAVES_OUT_TRIMMED_ENTRIES;
  }

  LogPosition last() {
    return entries.isEmpty() ? start : entries.getLast().position();
  }

  void begin(LogPosition after) {
    start = after;
    entries = new ArrayList<>();
  }

  void append(LoggedWrite entry) {
    if (entry.position().sequence() != last().sequence() + 1) {
      throw new AssertionError("gap in the log: " + last() + " then " + entry);
    }
    entries.add(entry);
  }

  void trim() {
    int leaves = left + world.random.nextInt(left);
    if (entries.size() > leaves && world.random.nextInt(trimOneIn) == 0) {
      int gone = entries.size() - leaves;
      start = entries.get(gone - 1).position();
      entries = new ArrayList<>(entries.subList(gone, entries.size()));
    }
  }

  /** Empty if some of them are gone. */
  Optional<List<LoggedWrite>> after(long sequence, int most) {
    if (sequence > last().sequence()) {
      return Optional.of(List.of());
    }
    if (sequence < start.sequence() && !leavesOut) {
      trimmedBelow++;
      return Optional.empty();
    }
    int from = (int) Math.max(0, sequence - start.sequence());
    return Optional.of(entries.subList(from, Math.min(entries.size(), from + most)));
  }
}
