package io.vectorcluster.wire;

import com.google.protobuf.ByteString;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Voters;
import io.vectorcluster.wire.v1.MultiPrimaryMode;
import io.vectorcluster.wire.v1.QuorumMode;
import java.util.List;
import java.util.Optional;

/** The mode of a cluster, and who has a vote in it, as messages and back. */
final class ModeMapping {
  private ModeMapping() {}

  /** Empty for the mode that records without a word of it have. */
  static Optional<io.vectorcluster.wire.v1.ReplicationMode> toMessage(ReplicationMode mode) {
    io.vectorcluster.wire.v1.ReplicationMode.Builder message =
        io.vectorcluster.wire.v1.ReplicationMode.newBuilder();
    return switch (mode) {
      case ReplicationMode.PrimaryReplica() -> Optional.empty();
      case ReplicationMode.Quorum(int copies, int write, int read) ->
          Optional.of(
              message
                  .setQuorum(
                      QuorumMode.newBuilder().setCopies(copies).setWrite(write).setRead(read))
                  .build());
      case ReplicationMode.MultiPrimary() ->
          Optional.of(message.setMultiPrimary(MultiPrimaryMode.getDefaultInstance()).build());
    };
  }

  static ReplicationMode fromMessage(io.vectorcluster.wire.v1.ReplicationMode message) {
    return switch (message.getKindCase()) {
      case QUORUM -> {
        QuorumMode quorum = message.getQuorum();
        yield new ReplicationMode.Quorum(quorum.getCopies(), quorum.getWrite(), quorum.getRead());
      }
      case MULTI_PRIMARY -> new ReplicationMode.MultiPrimary();
      case KIND_NOT_SET ->
          throw new IllegalArgumentException("topology.mode: a mode unknown to this release");
    };
  }

  static io.vectorcluster.wire.v1.Voters toMessage(Voters voters) {
    io.vectorcluster.wire.v1.Voters.Builder message =
        io.vectorcluster.wire.v1.Voters.newBuilder()
            .setEpoch(voters.epoch())
            .setFormerEpoch(voters.formerEpoch());
    voters.stores().forEach(store -> message.addStores(UuidBytes.of(store.value())));
    voters.former().forEach(store -> message.addFormer(UuidBytes.of(store.value())));
    return message.build();
  }

  static Voters fromMessage(io.vectorcluster.wire.v1.Voters message) {
    return new Voters(
        message.getEpoch(),
        stores("topology.shards.voters.stores", message.getStoresList()),
        message.getFormerEpoch(),
        stores("topology.shards.voters.former", message.getFormerList()));
  }

  private static List<StoreId> stores(String field, List<ByteString> ids) {
    return ids.stream().map(id -> new StoreId(UuidBytes.read(field, id))).toList();
  }
}
