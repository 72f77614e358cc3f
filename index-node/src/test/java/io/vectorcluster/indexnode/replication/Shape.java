package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.ShardId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a simulated cluster is made of.
 *
 * @param shards with which it begins
 * @param most shards that it may be asked to have
 */
record Shape(int shards, int most, int copies) {
  /** One shard for ever. */
  static final Shape ONE = new Shape(1, 1, 3);

  /** Shards that come and go. */
  static final Shape MOVING = new Shape(2, 3, 2);

  int nodes() {
    return most * copies;
  }

  boolean moves() {
    return most > 1;
  }

  /** The shards of a cluster that has so many. */
  static List<ShardId> ids(int count) {
    return IntStream.range(0, count).mapToObj(ShardId::new).toList();
  }
}
