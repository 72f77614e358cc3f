package io.vectorcluster.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that fingerprints are taken of: big-endian numbers, lists with their length in front,
 * text as UTF-8, everything in the order of the ids. Two different values never give the same
 * bytes.
 *
 * <p>Only for comparing: what travels or is stored is the protobuf form. Each form begins with a
 * label of its own; a new field needs a new label, so that a fingerprint never changes its meaning.
 */
final class CanonicalForm {

  /** Room for a cluster of the fewest slots. */
  private static final int FIRST_BYTES = 20 * 1_024;

  private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES);

  private CanonicalForm(String label) {
    text(label);
  }

  static byte[] plan(Collection<ShardId> shards, Assignment assignment) {
    CanonicalForm form = new CanonicalForm("vectorcluster/plan/1");
    List<ShardId> ordered = shards.stream().distinct().sorted().toList();
    form.number(ordered.size());
    ordered.forEach(shard -> form.number(shard.value()));
    form.assignment(assignment);
    return form.bytes();
  }

  static byte[] topology(Topology topology) {
    CanonicalForm form = new CanonicalForm("vectorcluster/topology/3");
    form.uuid(topology.clusterId().value());
    form.number(topology.epoch());
    form.number(topology.sharding().slots().count());
    // By name: the constants may be reordered in the source without meaning anything.
    form.text(topology.sharding().strategy().name());
    form.number(topology.sharding().virtualNodes());
    form.number(topology.shards().size());
    topology.shards().forEach(form::shard);
    form.assignment(topology.assignment());
    for (long term : topology.terms().toArray()) {
      form.number(term);
    }
    form.mode(topology.mode());
    topology.shards().forEach(shard -> form.voters(shard.voters()));
    form.number(topology.migrations().list().size());
    topology.migrations().list().forEach(form::migration);
    form.assignment(topology.goal());
    return form.bytes();
  }

  private void migration(Migration migration) {
    number(migration.slot());
    number(migration.source().value());
    number(migration.target().value());
    number(migration.since());
    number(migration.switched());
    number(migration.back() ? 1 : 0);
  }

  private void mode(ReplicationMode mode) {
    switch (mode) {
      case ReplicationMode.PrimaryReplica() -> text("PRIMARY_REPLICA");
      case ReplicationMode.Quorum(int copies, int write, int read) -> {
        text("QUORUM");
        number(copies);
        number(write);
        number(read);
      }
      case ReplicationMode.MultiPrimary() -> text("MULTI_PRIMARY");
    }
  }

  private void voters(Optional<Voters> some) {
    number(some.isPresent() ? 1 : 0);
    some.ifPresent(
        voters -> {
          number(voters.epoch());
          number(voters.stores().size());
          voters.stores().forEach(store -> uuid(store.value()));
          number(voters.formerEpoch());
          number(voters.former().size());
          voters.former().forEach(store -> uuid(store.value()));
        });
  }

  private void shard(ShardEntry shard) {
    number(shard.id().value());
    number(shard.epoch());
    number(shard.term());
    ReplicaSet replicas = shard.replicas();
    number(replicas.members().size());
    for (Member member : replicas.members()) {
      uuid(member.store().value());
      text(member.host());
      number(member.internalPort());
    }
    optionalStore(replicas.primary());
    number(replicas.inSync().size());
    replicas.inSync().forEach(store -> uuid(store.value()));
  }

  private void optionalStore(@Nullable StoreId store) {
    number(store == null ? 0 : 1);
    if (store != null) {
      uuid(store.value());
    }
  }

  private void assignment(Assignment assignment) {
    number(assignment.slots());
    for (int owner : assignment.toArray()) {
      number(owner);
    }
  }

  private void uuid(UUID uuid) {
    number(uuid.getMostSignificantBits());
    number(uuid.getLeastSignificantBits());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    room(bytes.length).put(bytes);
  }

  private void number(long value) {
    room(Long.BYTES).putLong(value);
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      out = ByteBuffer.allocate(2 * out.position() + bytes).put(out.flip());
    }
    return out;
  }

  private byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }
}
