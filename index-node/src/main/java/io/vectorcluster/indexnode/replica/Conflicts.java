package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.multiprimary.MultiEffect;
import io.vectorcluster.indexnode.replication.multiprimary.Shipment;
import io.vectorcluster.indexnode.store.Head;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.StoreId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts writes of other replicas that did not know of the one they meet here. Of one thread. */
final class Conflicts {
  private final ShardStore store;

  /** Up to which sequence of another's log they are counted: what is shipped again counts once. */
  private final Map<StoreId, Long> counted = new HashMap<>();

  private long conflicts;

  Conflicts(ShardStore store) {
    this.store = store;
  }

  /** Before the entries are merged. */
  void count(MultiEffect.Merge merge) {
    long known = counted.getOrDefault(merge.origin(), 0L);
    List<PointKey> keys = merge.entries().stream().map(entry -> entry.record().key()).toList();
    Map<PointKey, Head> heads = store.heads(new HashSet<>(keys));
    for (Shipment entry : merge.entries()) {
      Optional<Version> own =
          Optional.ofNullable(heads.get(entry.record().key())).map(Head::version);
      if (entry.sequence() > known && entry.conflictsWith(own)) {
        conflicts++;
      }
    }
    counted.merge(merge.origin(), merge.have(), Math::max);
  }

  /** Since the process started. */
  long count() {
    return conflicts;
  }
}
