package io.vectorcluster.topology;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which shard of a new cluster with the default sharding owns each of the points 0, 1, 2...: a line
 * each. Measurements use it to give a bare engine the same points as a shard.
 */
public final class ShardsOfRows {

  private ShardsOfRows() {}

  /**
   * Prints the owners.
   *
   * @param arguments the number of shards and the number of points
   */
  public static void main(String[] arguments) {
    int shards = Integer.parseInt(arguments[0]);
    int points = Integer.parseInt(arguments[1]);
    Sharding sharding = Sharding.DEFAULT;
    List<ShardId> ids = IntStream.range(0, shards).mapToObj(ShardId::new).toList();
    Assignment assignment = Placement.first(sharding, ids);
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < points; row++) {
      int slot = SlotHash.slot(new PointId.Numeric(row), sharding.slots());
      lines.append(assignment.ownerValue(slot)).append('\n');
    }
    System.out.print(lines);
  }
}
