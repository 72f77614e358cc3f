package io.vectorcluster.operator.core;

import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;

/** What a node said when it was asked. */
public sealed interface NodeAnswer {

  /**
   * Nothing. That does not make it dead: it may only be out of the operator's reach (protocol T4).
   *
   * @param why for messages
   */
  record Silent(String why) implements NodeAnswer {}

  /**
   * Its state.
   *
   * @param store drawn when the disk was formatted
   * @param topology its copy; empty if it never adopted one
   * @param promised the epoch below which it adopts nothing: its copy was told afterwards
   * @param notReady why it is not ready, for messages
   * @param members its word about its shard's members; empty without a topology that has the shard
   * @param points live points of all collections
   * @param collections in its copy of the catalog
   * @param divergence of its store from what it should hold
   */
  record Answered(
      StoreId store,
      Optional<Topology> topology,
      long promised,
      boolean ready,
      List<String> notReady,
      Optional<MemberReport> members,
      long points,
      int collections,
      Holdings holdings,
      Divergence divergence)
      implements NodeAnswer {

    public Answered {
      notReady = List.copyOf(notReady);
    }

    /** Its word, if it is of this epoch of the shard's entry: only then does it count. */
    public Optional<MemberReport> word(ShardEntry entry) {
      return members.filter(report -> report.epoch() == entry.epoch());
    }

    /** Whether it says, of this epoch, that it is a primary that takes writes. */
    public boolean serves(ShardEntry entry) {
      return word(entry).filter(MemberReport::serving).isPresent();
    }

    /** Whether nothing would be lost with it. */
    public boolean isEmpty() {
      return points == 0 && collections == 0;
    }
  }
}
