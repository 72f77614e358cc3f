package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;

/**
 * A store that takes no part: it is no member, or the disk still works for the role it had before.
 */
record IdleRole(StoreId self, long epoch, StoreView store) implements Role {

  @Override
  public MemberReport report(long nowMs) {
    return MemberReport.ofMember(self, epoch, false, store.last().sequence());
  }
}
