package io.vectorcluster.topology;

/** How the replicas of each shard agree on points: chosen with the cluster, and never changed. */
public sealed interface ReplicationMode {
  /** Without a word of it, as in all records of releases that knew no other. */
  ReplicationMode DEFAULT = new PrimaryReplica();

  /** One primary numbers all writes (protocol P). */
  record PrimaryReplica() implements ReplicationMode {}

  /**
   * Any replica coordinates; a write is kept by W of N, a strong read asks R of them (protocol Q1).
   *
   * @param copies N, 3 or more: so many stores of a shard have a vote
   * @param write W, above half of N
   * @param read R, above half of N
   */
  record Quorum(int copies, int write, int read) implements ReplicationMode {
    private static final int FEWEST = 3;

    public Quorum {
      if (copies < FEWEST) {
        throw new IllegalArgumentException(
            "quorum: %d copies, use %d or more".formatted(copies, FEWEST));
      }
      if (Math.min(write, read) * 2 <= copies || Math.max(write, read) > copies) {
        throw new IllegalArgumentException(
            "quorum: write %d and read %d must each be above half of %d copies and not above all"
                .formatted(write, read, copies));
      }
    }

    /** The smallest quorums that meet. */
    public static Quorum majority(int copies) {
      return new Quorum(copies, copies / 2 + 1, copies / 2 + 1);
    }
  }

  /** Any replica acknowledges by itself, and the newest version of a point wins (protocol M). */
  record MultiPrimary() implements ReplicationMode {}
}
