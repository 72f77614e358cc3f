package io.vectorcluster.indexnode.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen in a run: a list for each of its milliseconds, in the order of the making. A
 * run has thousands of entries within a minute, so to look at every millisecond costs less than to
 * keep a heap in order.
 */
final class Agenda {
  private static final int FIRST_MS = 1 << 16;

  private static final class Entry {
    final Runnable what;
    @Nullable Entry next;

    Entry(Runnable what) {
      this.what = what;
    }
  }

  private @Nullable Entry[] first = new Entry[FIRST_MS];
  private @Nullable Entry[] last = new Entry[FIRST_MS];

  void add(long timeMs, Runnable what) {
    int at = Math.toIntExact(timeMs);
    reach(at);
    Entry entry = new Entry(what);
    @Nullable Entry before = last[at];
    if (before == null) {
      first[at] = entry;
    } else {
      before.next = entry;
    }
    last[at] = entry;
  }

  /** Takes what comes next in a millisecond; null if nothing does. */
  @Nullable Runnable take(long timeMs) {
    int at = Math.toIntExact(timeMs);
    reach(at);
    @Nullable Entry entry = first[at];
    if (entry == null) {
      return null;
    }
    first[at] = entry.next;
    if (entry.next == null) {
      last[at] = null;
    }
    return entry.what;
  }

  private void reach(int at) {
    if (at >= first.length) {
      int length = 2 * at;
      first = Arrays.copyOf(first, length);
      last = Arrays.copyOf(last, length);
    }
  }
}
