package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.Standing;
import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.topology.MemberReport;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself to the operator, beside what its topology and catalog say.
 *
 * @param incarnation drawn when the process started
 * @param pod name of the pod or host, for messages
 * @param position log sequence below which the store lacks nothing
 * @param notReady why the replica is not ready; the node's standing in the topology is added
 * @param points live points of all collections
 * @param index memory of the graphs
 * @param format of the store
 * @param version release of this software
 * @param members what the store says of its shard's members; empty before it has a topology
 * @param repairs what is done against silent divergence
 */
public record NodeReport(
    long incarnation,
    String pod,
    long position,
    List<Standing.NotReady> notReady,
    long points,
    Space disk,
    Space memory,
    Space index,
    int format,
    String version,
    Optional<MemberReport> members,
    RepairFigures repairs) {

  public NodeReport {
    notReady = List.copyOf(notReady);
  }

  /**
   * Room of one kind.
   *
   * @param freeBytes what is left of the total for anybody, so that used + free may be less
   */
  public record Space(long usedBytes, long freeBytes, long totalBytes) {}
}
