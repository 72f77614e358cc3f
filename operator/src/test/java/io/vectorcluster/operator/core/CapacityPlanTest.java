package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.operator.core.capacity.CapacityPlan;
import io.vectorcluster.operator.core.capacity.Demand;
import io.vectorcluster.operator.core.capacity.PodRoom;
import io.vectorcluster.operator.core.capacity.PointCost;
import io.vectorcluster.operator.intent.Precision;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned fits by the rule that the operator goes by, and is not more than that. */
final class CapacityPlanTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final List<Precision> PRECISIONS = List.of(Precision.values());

  static LongStream seeds() {
    return new Random(20_261_202).longs(100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theFullestShardOfAPlannedClusterFits(long seed) {
    // Given
    Random random = new Random(seed);
    Demand demand =
        new Demand(
            (long) Math.pow(10, 4 + 4.5 * random.nextDouble()),
            new PointCost(
                1 + random.nextInt(2048),
                PRECISIONS.get(random.nextInt(PRECISIONS.size())),
                random.nextInt(1000)),
            random.nextInt(10_000),
            Duration.ofMillis(1 + random.nextInt(5)),
            OptionalInt.empty(),
            new PodRoom((1 + random.nextInt(32)) * GIB));

    // When
    CapacityPlan plan = CapacityPlan.of(demand).orElseThrow();

    // Then the operator finds room for it where the first placement puts it
    Sharding sharding = new Sharding(plan.slots(), Sharding.DEFAULT.strategy(), 100);
    SortedSet<ShardId> shards = ShardChoice.first(plan.shards());
    Assignment first = Placement.first(sharding, shards);
    Map<ShardId, Holdings> holdings = new HashMap<>();
    for (ShardId shard : shards) {
      long points = Math.ceilDiv(demand.points() * first.count(shard), (long) first.slots());
      Holdings held =
          new Holdings(
              demand.cost().diskBytes(points),
              plan.volumeBytes(),
              demand.cost().graphBytes(points),
              demand.pod().graphBytes());
      assertThat(held.indexBytes()).isLessThanOrEqualTo(plan.graphBytes());
      assertThat(held.indexBytes() * 100).isLessThanOrEqualTo(held.indexLimitBytes() * 90);
      assertThat(held.diskBytes() * 100).isLessThanOrEqualTo(held.diskLimitBytes() * 85);
      holdings.put(shard, held);
    }
    Topology topology = Topology.first(ClusterId.parse(Scenario.UID), 1, sharding, shards, first);
    assertThat(new Forecast(topology, holdings).shortfall(first)).isEmpty();
    if (plan.shards() > 1) {
      assertDoesNotFit(demand, plan.shards() - 1);
    }
  }

  private static void assertDoesNotFit(Demand demand, int shards) {
    int slots = shards <= 25 ? 1024 : shards <= 102 ? 4096 : 16_384;
    Sharding sharding = new Sharding(SlotCount.of(slots), Sharding.DEFAULT.strategy(), 100);
    long most = Math.min(slots, Placement.bound(sharding, shards));
    long points = Math.ceilDiv(demand.points() * most, (long) slots);

    assertThat(demand.cost().graphBytes(points)).isGreaterThan(demand.pod().usableGraphBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "Float32, 46080000000",
    "Float16, 23040000000",
    "BFloat16, 23040000000",
    "Int8, 11520000000",
    "Binary, 1440000000"
  })
  void graphsByTheGuides(String precision, long bytes) {
    Precision scalar =
        PRECISIONS.stream().filter(each -> each.text().equals(precision)).findFirst().orElseThrow();

    assertThat(new PointCost(768, scalar, 0).guideBytes(10_000_000)).isEqualTo(bytes);
  }

  /** Arenas double, so that vectors of a power of two take nearly twice what they are. */
  @Test
  void reservedMemoryCountsWhereItIsMore() {
    PointCost cost = new PointCost(1024, Precision.BFLOAT16, 0);

    assertThat(cost.graphBytes(1 << 17))
        .isGreaterThan(cost.guideBytes(1 << 17))
        .isEqualTo(MIB * (8 + 16 + 32 + 64 + 128 + 256 + 8 + 16 + 32 + 5));
  }

  @Test
  void aPodIsDividedAsItsNodeDividesIt() {
    assertThat(new PodRoom(8 * GIB).graphBytes()).isBetween(8 * GIB * 64 / 100, 8 * GIB * 66 / 100);
    assertThat(new PodRoom(GIB / 2).graphBytes())
        .as("the heap takes 256 MiB at least")
        .isBetween(179L << 20, 180L << 20);
    assertThat(new PodRoom(GIB / 8).graphBytes()).isZero();
  }
}
