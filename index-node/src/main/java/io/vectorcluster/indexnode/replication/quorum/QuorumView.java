package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.topology.StoreId;
import java.util.Optional;

/**
 * What an adopted topology says of a shard in this mode.
 *
 * @param former the set before, until the operator has seen enough of this one hold everything; a
 *     set is only followed by another when W of it do, or all but one if W is all
 */
public record QuorumView(QuorumSet set, Optional<QuorumSet> former) {

  public long epoch() {
    return set.epoch();
  }

  boolean isMember(StoreId store) {
    return set.members().contains(store);
  }
}
