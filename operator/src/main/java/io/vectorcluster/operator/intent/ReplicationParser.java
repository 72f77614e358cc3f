package io.vectorcluster.operator.intent;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.topology.ReplicationMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.replication}; the same rules stand in the CRD. */
final class ReplicationParser {
  private static final int MAX_COPIES = 7;
  private static final int FEWEST_VOTERS = 3;

  private ReplicationParser() {}

  static Replication parse(Checks checks, VectorClusterSpec.@Nullable Replication given) {
    if (given == null) {
      return Replication.SINGLE;
    }
    int factor = checks.range("replication.factor", given.factor(), 1, MAX_COPIES, 1);
    Choices.Mode mode =
        checks.choice(
            "replication.mode", given.mode(), Choices.MODES, Choices.Mode.PRIMARY_REPLICA);
    Replication.Acks acks =
        checks.choice("replication.acks", given.acks(), Choices.ACKS, Replication.Acks.IN_SYNC);
    int minInSync = checks.range("replication.minInSync", given.minInSync(), 1, MAX_COPIES, 1);
    checks.require(
        minInSync <= factor,
        "replication.minInSync",
        "use at most replication.factor, else no write would ever be taken");
    checks.require(
        mode == Choices.Mode.PRIMARY_REPLICA
            || (acks == Replication.Acks.IN_SYNC && minInSync == 1),
        "replication",
        "acks and minInSync belong to mode PrimaryReplica; leave them out");
    checks.require(
        given.quorum() == null || mode == Choices.Mode.QUORUM,
        "replication.quorum",
        "belongs to mode Quorum; leave it out");
    Duration gcGrace =
        checks.duration("replication.gcGrace", given.gcGrace(), Replication.DEFAULT_GC_GRACE);
    return new Replication(
        factor, mode(checks, mode, factor, given.quorum()), acks, minInSync, gcGrace);
  }

  private static ReplicationMode mode(
      Checks checks, Choices.Mode mode, int factor, VectorClusterSpec.@Nullable Quorum quorum) {
    return switch (mode) {
      case PRIMARY_REPLICA -> new ReplicationMode.PrimaryReplica();
      case MULTI_PRIMARY -> new ReplicationMode.MultiPrimary();
      case QUORUM -> quorum(checks, factor, quorum);
    };
  }

  /** One that is wrong is told of, and read as no quorum. */
  private static ReplicationMode quorum(
      Checks checks, int factor, VectorClusterSpec.@Nullable Quorum given) {
    int majority = factor / 2 + 1;
    int write = given == null || given.write() == null ? majority : given.write();
    int read = given == null || given.read() == null ? majority : given.read();
    boolean copies = factor >= FEWEST_VOTERS;
    boolean meets = Math.min(write, read) * 2L > factor && Math.max(write, read) <= factor;
    checks.require(
        copies, "replication.factor", "use 3 or more in mode Quorum, so that one copy may be away");
    checks.require(
        meets,
        "replication.quorum",
        "write and read must each be above half of replication.factor and not above it; leave it"
            + " out for a majority");
    return copies && meets
        ? new ReplicationMode.Quorum(factor, write, read)
        : ReplicationMode.DEFAULT;
  }

  /** What may not have become of it. */
  static void checkChange(Checks checks, Replication before, Replication now) {
    boolean sameMode = now.mode().getClass().equals(before.mode().getClass());
    checks.require(
        sameMode,
        "replication.mode",
        "cannot be changed; create a new cluster with the other mode and copy the data");
    boolean fixed =
        switch (before.mode()) {
          case ReplicationMode.PrimaryReplica _ -> false;
          case ReplicationMode.Quorum _, ReplicationMode.MultiPrimary _ -> true;
        };
    checks.require(
        !sameMode
            || !fixed
            || (now.factor() == before.factor() && now.mode().equals(before.mode())),
        "replication",
        "factor and quorum cannot be changed in the modes Quorum and MultiPrimary; create a new"
            + " cluster and copy the data");
  }
}
