package io.vectorcluster.operator.kubernetes;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.v1.MemberReport;
import io.vectorcluster.wire.v1.MigrationReport;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What fake nodes say of each other. They hold no data, so that a joiner holds everything as soon
 * as it has adopted the topology, and silence is told at once.
 *
 * @param disks of all nodes there ever were
 * @param living whose nodes hear each other
 */
record FakeMembers(Collection<FakeNode.Disk> disks, Set<StoreId> living) {

  Optional<MemberReport> report(FakeNode.Disk disk) {
    return disk.entry().map(shard -> report(disk.store(), shard));
  }

  private MemberReport report(StoreId self, ShardEntry shard) {
    ReplicaSet set = shard.replicas();
    MemberReport.Builder report = MemberReport.newBuilder().setEpoch(shard.epoch());
    if (!self.equals(set.primary())) {
      boolean lives = set.primaryMember().map(p -> living.contains(p.store())).orElse(true);
      return report.setPrimarySilent(set.isInSync(self) && !lives).build();
    }
    report.setServing(
        set.inSync().stream().allMatch(store -> store.equals(self) || adopted(store, shard)));
    arriving(self, shard).forEach(report::addMigrations);
    for (Member member : set.members()) {
      StoreId store = member.store();
      if (set.isInSync(store) && !living.contains(store)) {
        report.addSilent(FakeNode.bytes(store.value()));
      } else if (!set.isInSync(store) && living.contains(store) && adopted(store, shard)) {
        report.addReady(FakeNode.bytes(store.value()));
      }
    }
    return report.build();
  }

  /** They hold no data either: what is to come is there at once. */
  private Stream<MigrationReport> arriving(StoreId self, ShardEntry shard) {
    return disks.stream()
        .filter(disk -> disk.store().equals(self))
        .flatMap(disk -> Optional.ofNullable(disk.topology.get()).stream())
        .flatMap(topology -> topology.migrations().list().stream())
        .filter(migration -> migration.target().equals(shard.id()))
        .map(
            migration ->
                MigrationReport.newBuilder()
                    .setSlot(migration.slot())
                    .setSince(migration.since())
                    .setOpened(migration.switched())
                    .build());
  }

  private boolean adopted(StoreId store, ShardEntry shard) {
    return disks.stream()
        .filter(disk -> disk.store().equals(store))
        .flatMap(disk -> disk.entry().stream())
        .anyMatch(entry -> entry.epoch() >= shard.epoch());
  }
}
