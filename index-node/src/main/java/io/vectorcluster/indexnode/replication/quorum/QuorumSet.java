package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.topology.StoreId;
import java.util.List;

/**
 * The replicas of a shard at one epoch.
 *
 * @param write how many store a write, above half of them
 * @param read how many are asked, above half of them
 */
public record QuorumSet(long epoch, List<StoreId> members, int write, int read) {
  private static final int FEWEST = 3;

  public QuorumSet {
    members = List.copyOf(members);
    int count = members.size();
    if (count < FEWEST || members.stream().distinct().count() != count) {
      throw new IllegalArgumentException(
          "quorum: needs %d different members or more, got %s".formatted(FEWEST, members));
    }
    if (Math.min(write, read) * 2 <= count || Math.max(write, read) > count) {
      throw new IllegalArgumentException(
          "quorum: W = %d and R = %d have to be above half of %d members and not above all"
              .formatted(write, read, count));
    }
  }

  /** How many sealed replicas leave none of its quorums whole: one of them is in each (Q2). */
  public int sealing() {
    return members.size() - Math.min(write, read) + 1;
  }
}
