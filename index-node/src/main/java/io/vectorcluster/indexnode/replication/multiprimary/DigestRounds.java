package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of which another replica has a newer version. One that still does in the next round is
 * missing here; before that it may be on its way (R2).
 */
final class DigestRounds {

  private record Difference(Version theirs, long round) {}

  private final Map<StoreId, Map<PointKey, Difference>> seen = new HashMap<>();

  /**
   * Takes another's versions of a slot.
   *
   * @param round the number of this round
   * @return the keys to ask for
   */
  List<PointKey> compare(
      StoreId other, Map<PointKey, Version> theirs, MultiStoreView store, long round) {
    Map<PointKey, Difference> before = seen.computeIfAbsent(other, any -> new HashMap<>());
    List<PointKey> missing = new ArrayList<>();
    theirs.forEach(
        (key, version) -> {
          boolean newer =
              store.newest(key).map(own -> own.version().compareTo(version) < 0).orElse(true);
          Difference last = before.get(key);
          if (!newer) {
            before.remove(key);
          } else if (last == null || !last.theirs().equals(version)) {
            before.put(key, new Difference(version, round));
          } else if (last.round() < round) {
            missing.add(key);
          }
        });
    return missing;
  }
}
