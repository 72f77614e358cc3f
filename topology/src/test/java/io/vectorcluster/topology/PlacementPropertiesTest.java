package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The promises of {@link Placement}, for shards with any ids and any history. */
class PlacementPropertiesTest {

  private static final int MAX_SHARDS = Sharding.DEFAULT.maxShards();

  @Provide
  Arbitrary<Sharding> shardings() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(8, SlotCount.SLOTS_1024), Tuple.of(1, SlotCount.SLOTS_4096)),
            Arbitraries.of(AssignmentStrategy.values()),
            Arbitraries.frequency(Tuple.of(4, 100), Tuple.of(1, 1)))
        .as(Sharding::new);
  }

  /** Ids with gaps; the edge cases are one shard and as many as 1024 slots can serve. */
  @Provide
  Arbitrary<Set<ShardId>> shards() {
    return Arbitraries.integers()
        .between(0, 5000)
        .map(ShardId::new)
        .set()
        .ofMinSize(1)
        .ofMaxSize(MAX_SHARDS);
  }

  @Property(tries = 300)
  void loadsOfAFirstAssignmentAreBounded(
      @ForAll("shardings") Sharding sharding, @ForAll("shards") Set<ShardId> shards) {
    Assignment first = Placement.first(sharding, shards);

    PlacementRules.checkLoads(sharding.strategy(), first, shards);
    assertThat(first.counts().values())
        .allSatisfy(
            load -> assertThat(load).isLessThanOrEqualTo(Placement.bound(sharding, shards.size())));
  }

  @Property(tries = 200)
  void theOrderOfTheShardsHasNoPartInIt(
      @ForAll("shardings") Sharding sharding,
      @ForAll("shards") Set<ShardId> shards,
      @ForAll long seed) {
    // Given
    List<ShardId> ascending = List.copyOf(new TreeSet<>(shards));
    List<ShardId> shuffled = new ArrayList<>(ascending);
    Collections.shuffle(shuffled, new Random(seed));
    shuffled.add(shuffled.getFirst());

    // When
    HashRing ring = HashRing.of(ascending, sharding.virtualNodes());
    HashRing other = HashRing.of(shuffled, sharding.virtualNodes());
    Assignment first = Placement.first(sharding, ascending);

    // Then
    assertThat(Placement.first(sharding, shuffled)).isEqualTo(first);
    assertThat(other.shards()).isEqualTo(ring.shards());
    for (int slot = 0; slot < 1024; slot++) {
      assertThat(other.owner(slot)).isEqualTo(ring.owner(slot));
    }
    List<ShardId> fewer = shuffled.subList(0, Math.ceilDiv(shuffled.size(), 2));
    assertThat(Placement.next(sharding, first, fewer))
        .isEqualTo(Placement.next(sharding, first, new TreeSet<>(fewer)));
  }

  @Property(tries = 300)
  void aJoinMovesAFairShareAtMost(
      @ForAll("shardings") Sharding sharding, @ForAll("shards") Set<ShardId> shards) {
    // Given all shards but the one to join
    ShardId joining = shards.iterator().next();
    Set<ShardId> before = without(shards, joining);
    if (before.isEmpty()) {
      before.add(new ShardId(joining.value() + 1));
    }
    Assignment first = Placement.first(sharding, before);

    // When
    Set<ShardId> now = new HashSet<>(before);
    now.add(joining);
    Assignment next = Placement.next(sharding, first, now);

    // Then
    rules(sharding, first, next, now).check();
    assertThat(next.count(joining)).isGreaterThanOrEqualTo(next.slots() / now.size());
  }

  @Property(tries = 300)
  void aLeaveMovesItsOwnSlotsOnly(
      @ForAll("shardings") Sharding sharding, @ForAll("shards") Set<ShardId> shards) {
    // Given
    ShardId leaving = shards.iterator().next();
    Set<ShardId> all = new HashSet<>(shards);
    all.add(new ShardId(5001));
    all.remove(all.size() > MAX_SHARDS ? last(shards, leaving) : new ShardId(5002));
    Assignment first = Placement.first(sharding, all);

    // When
    Set<ShardId> now = without(all, leaving);
    Assignment next = Placement.next(sharding, first, now);

    // Then
    rules(sharding, first, next, now).check();
    assertThat(first.movesTo(next)).extracting(SlotMove::from).containsOnly(leaving);
    assertThat(first.movesTo(next)).hasSize(first.count(leaving));
  }

  @Property(tries = 200)
  void allButOneCanLeave(
      @ForAll("shardings") Sharding sharding, @ForAll("shards") Set<ShardId> shards) {
    ShardId only = shards.iterator().next();
    Assignment first = Placement.first(sharding, shards);

    assertThat(Placement.next(sharding, first, Set.of(only)))
        .isEqualTo(Assignment.single(first.slots(), only));
  }

  @Property(tries = 200)
  void whatDoesNotChangeDoesNotMove(
      @ForAll("shardings") Sharding sharding, @ForAll("shards") Set<ShardId> shards) {
    Assignment first = Placement.first(sharding, shards);

    assertThat(Placement.next(sharding, first, shards)).isEqualTo(first);
    assertThat(Placement.first(sharding, shards)).isEqualTo(first);
  }

  /** Tables of any origin, such as one of another release: overfull, with shards long gone. */
  @Property(tries = 300)
  void anyTableIsBroughtWithinTheBounds(
      @ForAll("shardings") Sharding sharding,
      @ForAll("shards") Set<ShardId> shards,
      @ForAll("shards") Set<ShardId> owners,
      @ForAll long seed) {
    // Given an assignment in which low positions of the list own most
    List<ShardId> list = List.copyOf(new TreeSet<>(owners));
    Random random = new Random(seed);
    int[] table = new int[sharding.slots().count()];
    for (int slot = 0; slot < table.length; slot++) {
      double skewed = random.nextDouble() * random.nextDouble();
      table[slot] = list.get((int) (skewed * list.size())).value();
    }
    Assignment current = Assignment.of(table);

    // When
    Assignment next = Placement.next(sharding, current, shards);

    // Then
    rules(sharding, current, next, shards).check();
    assertThat(Placement.next(sharding, next, shards)).isEqualTo(next);
  }

  /** Twenty changes in which shards leave and others, with ids never seen before, join at once. */
  @Property(tries = 25)
  void chainsOfChangesKeepTheBounds(
      @ForAll("shardings") Sharding sharding,
      @ForAll("shards") Set<ShardId> first,
      @ForAll long seed) {
    Random random = new Random(seed);
    Set<ShardId> shards = first;
    Assignment assignment = Placement.first(sharding, shards);
    int nextId = 6000;
    for (int step = 0; step < 20; step++) {
      // Given some that stay, at times all of them, and some that join, at times none
      List<ShardId> order = new ArrayList<>(new TreeSet<>(shards));
      Collections.shuffle(order, random);
      int staying = random.nextBoolean() ? order.size() : random.nextInt(order.size() + 1);
      Set<ShardId> now = new HashSet<>(order.subList(0, staying));
      int joining = random.nextBoolean() ? 0 : random.nextInt(MAX_SHARDS - staying + 1);
      while (now.isEmpty() || now.size() < staying + joining) {
        nextId += 1 + random.nextInt(3);
        now.add(new ShardId(nextId));
      }

      // When
      Assignment next = Placement.next(sharding, assignment, now);

      // Then
      rules(sharding, assignment, next, now).check();
      assignment = next;
      shards = now;
    }
  }

  private static PlacementRules rules(
      Sharding sharding, Assignment before, Assignment after, Set<ShardId> shards) {
    return new PlacementRules(sharding.strategy(), before, after, shards);
  }

  private static Set<ShardId> without(Set<ShardId> shards, ShardId gone) {
    Set<ShardId> rest = new HashSet<>(shards);
    rest.remove(gone);
    return rest;
  }

  private static ShardId last(Set<ShardId> shards, ShardId butNot) {
    return new TreeSet<>(without(shards, butNot)).last();
  }
}
