package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.ShardId;
import java.util.Set;

/** Which shards an answer rests on; it is partial if some are missing. */
public record Coverage(int shards, Set<ShardId> missing) {
  public Coverage {
    missing = Set.copyOf(missing);
  }

  public boolean complete() {
    return missing.isEmpty();
  }
}
