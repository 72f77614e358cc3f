package io.vectorcluster.operator.core.capacity;

import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import java.util.Optional;

/**
 * A cluster that has room for what is asked of it, also in the shard that has the most slots.
 *
 * @param shards the fewest that will do
 * @param factor copies of each
 * @param slots as many as leave room for four times the shards: they can never be changed
 * @param graphBytes memory of the graphs of the fullest pod, of which {@link PodRoom} has the limit
 * @param volumeBytes of each pod, in whole GiB
 * @param millicores of each pod
 */
public record CapacityPlan(
    Demand demand,
    int shards,
    int factor,
    SlotCount slots,
    long graphBytes,
    long volumeBytes,
    long millicores) {
  public static final int MOST_SHARDS = 1024;

  /** Of a pod; beyond it more copies share the searches, if nobody has said how many. */
  public static final long MOST_MILLICORES = 16_000;

  private static final long LEAST_MILLICORES = 500;
  private static final long STEP_MILLICORES = 100;
  private static final int GROWTH = 4;
  private static final long GIB = 1L << 30;

  /** What a volume has besides: write-ahead logs, and the reserve that upserts leave free. */
  private static final long SPARE_BYTES = GIB;

  /** The guides' bounds of one node. */
  private static final long SINGLE_NODE_POINTS = 10_000_000;

  private static final int SINGLE_NODE_QUERIES = 1_000;

  private static final long LARGEST_POD = 1L << 42;

  /** Empty if so many pods of that size are more than a cluster has. */
  public static Optional<CapacityPlan> of(Demand demand) {
    long usable = demand.pod().usableGraphBytes();
    for (int shards = leastShards(demand); shards <= MOST_SHARDS; shards++) {
      SlotCount slots = slots(shards);
      long points = largestShare(demand.points(), shards, slots);
      long graphs = demand.cost().graphBytes(points);
      if (graphs <= usable) {
        int factor = demand.factor().orElseGet(() -> factor(demand));
        return Optional.of(
            new CapacityPlan(
                demand,
                shards,
                factor,
                slots,
                graphs,
                volume(demand.cost().diskBytes(points)),
                millicores(demand, factor)));
      }
    }
    return Optional.empty();
  }

  /** The least memory of a pod, in powers of two, with which there is a plan. */
  public static Optional<PodRoom> leastPod(Demand demand) {
    for (long bytes = GIB / 2; bytes <= LARGEST_POD; bytes *= 2) {
      PodRoom pod = new PodRoom(bytes);
      if (of(demand.withPod(pod)).isPresent()) {
        return Optional.of(pod);
      }
    }
    return Optional.empty();
  }

  /** Points of the shard with the most slots, every slot weighing the same. */
  static long largestShare(long points, int shards, SlotCount slots) {
    Sharding sharding = sharding(slots);
    long most = Math.min(slots.count(), Placement.bound(sharding, shards));
    return Math.ceilDiv(points * most, (long) slots.count());
  }

  public int pods() {
    return shards * factor;
  }

  /** A search asks every shard, and of each a copy that is free. */
  private static long millicores(Demand demand, int factor) {
    long needed = Math.ceilDiv(demand.millicores(), factor);
    return Math.max(LEAST_MILLICORES, Math.ceilDiv(needed, STEP_MILLICORES) * STEP_MILLICORES);
  }

  private static int factor(Demand demand) {
    boolean small =
        demand.points() < SINGLE_NODE_POINTS && demand.queriesPerSecond() < SINGLE_NODE_QUERIES;
    long asked = Math.ceilDiv(demand.millicores(), MOST_MILLICORES);
    return Math.clamp(asked, small ? 1 : 2, Demand.MOST_COPIES);
  }

  /** The plan has no fewer, as no shard owns less than the mean at most. */
  private static int leastShards(Demand demand) {
    long usable = Math.max(1, demand.pod().usableGraphBytes());
    long least = Math.ceilDiv(demand.cost().guideBytes(demand.points()), usable);
    return Math.clamp(least, 1, MOST_SHARDS + 1);
  }

  private static SlotCount slots(int shards) {
    for (SlotCount slots : SlotCount.values()) {
      if (shards * GROWTH <= sharding(slots).maxShards()) {
        return slots;
      }
    }
    return SlotCount.SLOTS_16384;
  }

  private static Sharding sharding(SlotCount slots) {
    return new Sharding(slots, Sharding.DEFAULT.strategy(), Sharding.DEFAULT.virtualNodes());
  }

  private static long volume(long usedBytes) {
    return Math.ceilDiv(PodRoom.volumeBytes(usedBytes) + SPARE_BYTES, GIB) * GIB;
  }
}
