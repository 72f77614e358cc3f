package io.vectorcluster.operator.indexnode;

import com.google.protobuf.ByteString;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.v1.StatusResponse;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A store's word about its shard's members, as it came with its status. */
final class MemberReports {
  private MemberReports() {}

  /** Empty if the node says nothing: it has no topology with its shard, or an older release. */
  static Optional<MemberReport> of(StatusResponse status) {
    if (!status.hasMembers()) {
      return Optional.empty();
    }
    io.vectorcluster.wire.v1.MemberReport said = status.getMembers();
    return Optional.of(
        new MemberReport(
            new StoreId(Ids.uuid(status.getStoreId())),
            said.getEpoch(),
            said.getServing(),
            stores(said.getSilentList()),
            stores(said.getLostList()),
            stores(said.getReadyList()),
            said.getPrimarySilent(),
            said.getLast(),
            said.getMigrationsList().stream()
                .map(each -> new MigrationReport(each.getSlot(), each.getSince(), each.getOpened()))
                .toList()));
  }

  private static SortedSet<StoreId> stores(List<ByteString> ids) {
    SortedSet<StoreId> stores = new TreeSet<>();
    ids.forEach(id -> stores.add(new StoreId(Ids.uuid(id))));
    return stores;
  }
}
