package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What epochs and terms say about any two moments of a cluster's life. */
class TopologyHistoryTest {

  private static final int CHANGES = 12;

  /** A call is served exactly where caller and node agree on the shard, whatever else differs. */
  @Property(tries = 50)
  void callsAreServedWhereBothKnowTheSameShard(@ForAll long seed) {
    List<Topology> history = history(new Random(seed));
    for (Topology caller : history) {
      for (Topology own : history) {
        for (ShardEntry entry : caller.shards()) {
          EpochCheck check = EpochCheck.of(own, entry.id(), entry.epoch());
          switch (check) {
            case EpochCheck.Current() -> assertThat(sameShard(caller, own, entry.id())).isTrue();
            case EpochCheck.CallerOlder(Topology answer) -> {
              assertThat(answer.supersedes(caller)).isTrue();
              assertThat(changedBetween(history, caller, own, entry.id())).isTrue();
            }
            case EpochCheck.CallerNewer(long epoch) -> {
              assertThat(epoch).isGreaterThan(own.epoch());
              assertThat(changedBetween(history, own, caller, entry.id())).isTrue();
            }
          }
        }
      }
    }
  }

  /** V1: other writers have a higher term, the same writers the same. */
  @Property(tries = 50)
  void termsGrowExactlyWhenTheWritersChange(@ForAll long seed) {
    List<Topology> history = history(new Random(seed));
    for (int i = 1; i < history.size(); i++) {
      Topology before = history.get(i - 1);
      Topology after = history.get(i);
      long[] expected = before.terms().toArray();
      for (int slot = 0; slot < expected.length; slot++) {
        if (!writers(after, slot).equals(writers(before, slot))) {
          expected[slot] = after.epoch();
        }
      }
      assertThat(after.terms()).isEqualTo(SlotTerms.of(expected));
    }
  }

  @Property(tries = 50)
  void laterCopiesSupersedeEarlierOnesAndNoTwoLookAlike(@ForAll long seed) {
    List<Topology> history = history(new Random(seed));
    Set<Fingerprint> fingerprints = new HashSet<>();
    for (int i = 0; i < history.size(); i++) {
      assertThat(fingerprints.add(history.get(i).fingerprint())).isTrue();
      for (int j = 0; j < history.size(); j++) {
        assertThat(history.get(i).supersedes(history.get(j))).isEqualTo(i > j);
      }
    }
  }

  private static boolean sameShard(Topology one, Topology other, ShardId id) {
    return replicas(one, id).equals(replicas(other, id))
        && Arrays.equals(one.assignment().slotsOf(id), other.assignment().slotsOf(id));
  }

  private static boolean changedBetween(
      List<Topology> history, Topology from, Topology to, ShardId id) {
    return history.stream()
        .filter(t -> t.epoch() > from.epoch() && t.epoch() <= to.epoch())
        .anyMatch(t -> !sameShard(from, t, id));
  }

  private static Optional<ReplicaSet> replicas(Topology topology, ShardId id) {
    return topology.shard(id).map(ShardEntry::replicas);
  }

  private static String writers(Topology topology, int slot) {
    ShardEntry owner = topology.ownerOf(slot);
    return owner.id() + " " + owner.replicas().primary();
  }

  /** Promotions, joiners, single moves and changes of scale, in a random order. */
  private static List<Topology> history(Random random) {
    Set<ShardId> shards = PlacementRules.firstIds(1 + random.nextInt(5));
    List<Topology> history = new ArrayList<>();
    history.add(
        Topology.first(
            new ClusterId(new UUID(1, 1)),
            1 + random.nextInt(3),
            Sharding.DEFAULT,
            shards,
            Placement.first(Sharding.DEFAULT, shards)));
    while (history.size() < CHANGES) {
      Topology last = history.getLast();
      Topology next =
          switch (random.nextInt(4)) {
            case 0 -> promoted(last, random);
            case 1 -> joined(last, random);
            case 2 -> moved(last, random);
            default -> scaled(last, random);
          };
      if (next.epoch() > last.epoch()) {
        history.add(next);
      }
    }
    return history;
  }

  private static Topology promoted(Topology topology, Random random) {
    return topology.withReplicas(Map.of(anyShard(topology, random), single(random)));
  }

  private static Topology joined(Topology topology, Random random) {
    ShardId id = anyShard(topology, random);
    ReplicaSet now = topology.shard(id).orElseThrow().replicas();
    StoreId primary = now.primary();
    if (primary == null) {
      return promoted(topology, random);
    }
    List<Member> members = new ArrayList<>(now.members());
    members.add(member(random));
    return topology.withReplicas(Map.of(id, ReplicaSet.of(members, primary, now.inSync())));
  }

  private static Topology moved(Topology topology, Random random) {
    int[] owners = topology.assignment().toArray();
    owners[random.nextInt(owners.length)] = anyShard(topology, random).value();
    return topology.withAssignment(Assignment.of(owners));
  }

  private static Topology scaled(Topology topology, Random random) {
    Set<ShardId> shards = new TreeSet<>(topology.shards().stream().map(ShardEntry::id).toList());
    if (shards.size() > 1 && random.nextBoolean()) {
      shards.remove(anyShard(topology, random));
    } else {
      shards.add(new ShardId(random.nextInt(8)));
    }
    return topology.withShards(
        shards, Placement.next(topology.sharding(), topology.assignment(), shards));
  }

  private static ShardId anyShard(Topology topology, Random random) {
    return topology.shards().get(random.nextInt(topology.shards().size())).id();
  }

  private static ReplicaSet single(Random random) {
    return ReplicaSet.single(member(random));
  }

  private static Member member(Random random) {
    UUID store = new UUID(random.nextLong(), random.nextLong());
    return new Member(new StoreId(store), "host-" + random.nextInt(100), 7433);
  }
}
