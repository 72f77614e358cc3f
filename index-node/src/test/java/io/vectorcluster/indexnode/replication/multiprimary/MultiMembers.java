package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.topology.StoreId;
import java.util.List;

/** What the topology says of a shard in this mode. */
record MultiMembers(long epoch, List<StoreId> all, List<StoreId> inSync) {
  MultiMembers {
    all = List.copyOf(all);
    inSync = List.copyOf(inSync);
  }

  List<StoreId> others(StoreId self) {
    return all.stream().filter(store -> !store.equals(self)).toList();
  }

  List<StoreId> othersInSync(StoreId self) {
    return inSync.stream().filter(store -> !store.equals(self)).toList();
  }
}
