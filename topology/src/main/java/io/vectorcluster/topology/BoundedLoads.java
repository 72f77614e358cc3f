package io.vectorcluster.topology;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Slots on a hash ring with no shard above {@link #bound}: a slot whose shard is full goes on to
 * the next one that is not (Mirrokni, Thorup, Zadimoghaddam, "Consistent hashing with bounded
 * loads", SODA 2018, with c = 1.1).
 *
 * <p>Unlike there, a successor starts from the assignment as it is, so that only slots of a
 * joining, leaving or overfull shard move: leaving shards give up all their slots and overfull ones
 * what is above the bound; joining ones are filled to the mean, from these slots first and then
 * from shards above the mean, by the slots the ring holds nearest to them. A change that frees f
 * slots and adds k shards moves max(f, k x floor(mean)) slots.
 */
final class BoundedLoads {

  private static final int FREE = -1;

  private final HashRing ring;
  private final List<ShardId> shards;
  private final int bound;
  private final int floorOfMean;

  /** Index of the owner in {@link #shards}, or {@link #FREE}, of each slot. */
  private final int[] owner;

  private final int[] load;

  private BoundedLoads(HashRing ring, int slots) {
    this.ring = ring;
    this.shards = ring.shards();
    this.bound = bound(slots, shards.size());
    this.floorOfMean = slots / shards.size();
    this.owner = new int[slots];
    this.load = new int[shards.size()];
    Arrays.fill(owner, FREE);
  }

  /** The most slots a shard may own: ceil(1.1 x slots / shards). */
  static int bound(int slots, int shards) {
    return Math.ceilDiv(11 * slots, 10 * shards);
  }

  /** The assignment of a new cluster: the same for the same shards, in whatever order. */
  static Assignment first(HashRing ring, int slots) {
    BoundedLoads loads = new BoundedLoads(ring, slots);
    loads.placeFreeSlots();
    // Where slots are few the ring may have left a shard without any; it would look like a joining
    // one to the next change, which would then move more than it must.
    return next(ring, loads.toAssignment());
  }

  /** The assignment that follows {@code current} where the ring has these shards. */
  static Assignment next(HashRing ring, Assignment current) {
    BoundedLoads loads = new BoundedLoads(ring, current.slots());
    loads.takeOver(current);
    boolean[] joining = new boolean[loads.load.length];
    for (int shard = 0; shard < joining.length; shard++) {
      joining[shard] = loads.load[shard] == 0;
    }
    loads.shedOverfull();
    loads.giveFreeSlotsTo(joining);
    loads.placeFreeSlots();
    loads.fill(joining);
    return loads.toAssignment();
  }

  private void takeOver(Assignment current) {
    for (int slot = 0; slot < owner.length; slot++) {
      int shard = Collections.binarySearch(shards, current.owner(slot));
      if (shard >= 0) {
        give(slot, shard);
      }
    }
  }

  /** Of an overfull shard those slots go that the ring holds farthest from it. */
  private void shedOverfull() {
    for (int shard = 0; shard < load.length; shard++) {
      if (load[shard] <= bound) {
        continue;
      }
      int overfull = shard;
      IntStream.range(0, owner.length)
          .filter(slot -> owner[slot] == overfull)
          .mapToLong(slot -> (long) -ring.distance(overfull, slot) << Integer.SIZE | slot)
          .sorted()
          .limit((long) load[shard] - bound)
          .forEach(farthest -> free((int) farthest));
    }
  }

  private void giveFreeSlotsTo(boolean[] joining) {
    int room = 0;
    for (boolean joins : joining) {
      room += joins ? floorOfMean : 0;
    }
    for (int slot = 0; slot < owner.length && room > 0; slot++) {
      if (owner[slot] == FREE) {
        give(slot, ring.walk(slot, shard -> joining[shard] && load[shard] < floorOfMean));
        room--;
      }
    }
  }

  private void placeFreeSlots() {
    for (int slot = 0; slot < owner.length; slot++) {
      if (owner[slot] == FREE) {
        give(slot, ring.walk(slot, shard -> load[shard] < bound));
      }
    }
  }

  /** A shard below the mean leaves others above it, so there is always one to take from. */
  private void fill(boolean[] joining) {
    NearestSlots nearest = new NearestSlots(ring, owner.length);
    for (int shard = 0; shard < joining.length; shard++) {
      int taker = shard;
      if (joining[shard] && load[shard] < floorOfMean) {
        nearest.visit(
            shard,
            slot -> {
              if (load[owner[slot]] > floorOfMean) {
                free(slot);
                give(slot, taker);
              }
              return load[taker] < floorOfMean;
            });
      }
    }
  }

  private void give(int slot, int shard) {
    owner[slot] = shard;
    load[shard]++;
  }

  private void free(int slot) {
    load[owner[slot]]--;
    owner[slot] = FREE;
  }

  private Assignment toAssignment() {
    return Assignment.of(Arrays.stream(owner).map(shard -> shards.get(shard).value()).toArray());
  }
}
