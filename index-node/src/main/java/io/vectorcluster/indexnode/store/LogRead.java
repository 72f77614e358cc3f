package io.vectorcluster.indexnode.store;

import java.util.List;

/** What came of reading the operation log. */
public sealed interface LogRead {
  /** Entries without a gap, ascending; empty at the end of the log. */
  record Entries(List<LogEntry> entries) implements LogRead {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** The log no longer reaches back so far: rebuild, or copy slots. */
  record Trimmed(long firstKept) implements LogRead {}
}
