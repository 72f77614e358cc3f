package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a log that make a slot what it is elsewhere, whatever is there: an earlier copy of
 * it, or nothing.
 */
final class SlotDifference {
  private SlotDifference() {}

  /**
   * The entries, each to be given a position.
   *
   * @param own versions of the records that are there
   * @param records what is to be there
   */
  static List<LoggedWrite> of(Map<PointKey, Version> own, List<LoggedWrite> records, Rules rules) {
    List<LoggedWrite> entries = new ArrayList<>();
    Set<PointKey> kept = new HashSet<>();
    for (LoggedWrite record : records) {
      kept.add(record.key());
      @Nullable Version present = own.get(record.key());
      if (record.version().equals(present)) {
        continue;
      }
      if (present != null && present.compareTo(record.version()) > 0) {
        entries.add(LoggedWrite.forget(record.key(), present));
      }
      entries.add(record);
    }
    if (rules.keep(Rule.DROP_WHAT_THE_SOURCE_LACKS)) {
      own.forEach(
          (key, version) -> {
            if (!kept.contains(key)) {
              entries.add(LoggedWrite.forget(key, version));
            }
          });
    }
    return entries;
  }
}
