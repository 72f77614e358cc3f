package io.vectorcluster.operator.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's nodes were last seen to say, by the name of the pod: a reconciliation is due
 * when it changes. One answer that is missing is no change, only the second is.
 */
public record Vigil(SortedMap<String, Entry> pods) {

  /** Before anything was seen. */
  public static final Vigil NONE = new Vigil(Collections.emptySortedMap());

  private static final int MISSED = 2;

  /**
   * One pod.
   *
   * @param last empty if it has never been seen, or not for two rounds
   * @param missed rounds without an answer, at most two
   */
  record Entry(Optional<Sighting> last, int missed) {}

  public Vigil {
    pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
  }

  /** After another round: of the pods asked, those in {@code seen} have answered. */
  public Vigil after(Collection<String> asked, Map<String, Sighting> seen) {
    SortedMap<String, Entry> next = new TreeMap<>();
    for (String pod : asked) {
      @Nullable Sighting now = seen.get(pod);
      @Nullable Entry before = pods.get(pod);
      next.put(pod, now == null ? missed(before) : new Entry(Optional.of(now.still()), 0));
    }
    return new Vigil(next);
  }

  private static Entry missed(@Nullable Entry before) {
    int missed = before == null ? MISSED : Math.min(MISSED, before.missed() + 1);
    return before == null || missed == MISSED
        ? new Entry(Optional.empty(), missed)
        : new Entry(before.last(), missed);
  }

  /** Whether they say something else than they did then. */
  public boolean differsFrom(Vigil then) {
    return !words().equals(then.words());
  }

  private SortedMap<String, Optional<Sighting>> words() {
    SortedMap<String, Optional<Sighting>> words = new TreeMap<>();
    pods.forEach((pod, entry) -> words.put(pod, entry.last()));
    return words;
  }
}
