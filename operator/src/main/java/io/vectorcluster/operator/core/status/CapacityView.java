package io.vectorcluster.operator.core.status;

import static io.vectorcluster.operator.core.status.Conditions.CAPACITY_SUFFICIENT;
import static io.vectorcluster.operator.core.status.Conditions.FALSE;
import static io.vectorcluster.operator.core.status.Conditions.TRUE;
import static io.vectorcluster.operator.core.status.Conditions.UNKNOWN;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Capacity;
import io.vectorcluster.operator.core.Fullness;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.capacity.PodRoom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How full the fullest shard is as shown: in whole percents, refreshed when figures are due, so
 * that data that comes all the time does not make writes all the time. The condition follows from
 * what is shown, and from nothing that changes between.
 */
record CapacityView(Optional<Capacity> shown, int shards) {
  static final String NOT_MEASURED = "NotMeasured";
  private static final String MEMORY_HIGH = "MemoryHigh";
  private static final String DISK_HIGH = "DiskHigh";

  /** So far below the bound it has to be again: figures about it would make events all the time. */
  private static final int RELIEF = 5;

  static CapacityView of(Plan plan, Observation seen) {
    @Nullable Capacity before = seen.status().capacity();
    Optional<Capacity> now =
        plan.topology()
            .filter(_ -> seen.figuresDue())
            .flatMap(topology -> Fullness.of(topology, seen))
            .map(fullness -> capacity(fullness, seen));
    return new CapacityView(
        now.filter(next -> before == null || !isSame(before, next))
            .or(() -> Optional.ofNullable(before)),
        plan.topology().map(topology -> topology.assignment().owners().size()).orElse(0));
  }

  private static Capacity capacity(Fullness fullness, Observation seen) {
    return new Capacity(
        fullness.memoryPercent(),
        fullness.diskPercent(),
        fullness.shards().isPresent() ? fullness.shards().getAsInt() : null,
        Conditions.time(seen.now()));
  }

  private static boolean isSame(Capacity before, Capacity now) {
    return new Capacity(
            before.memoryPercent(),
            before.diskPercent(),
            before.recommendedShards(),
            now.observedTime())
        .equals(now);
  }

  /** The condition, given that of the status before. */
  void set(Conditions conditions, VectorClusterStatus before) {
    if (shown.isEmpty()) {
      conditions.set(
          CAPACITY_SUFFICIENT, UNKNOWN, NOT_MEASURED, "not every shard has told what it holds yet");
      return;
    }
    Capacity capacity = shown.get();
    int memory = capacity.memoryPercent();
    int disk = capacity.diskPercent();
    String reason = before.condition(CAPACITY_SUFFICIENT).map(c -> c.reason()).orElse("");
    int mostDisk = bound(PodRoom.DISK_PERCENT, reason.equals(DISK_HIGH));
    int mostMemory = bound(PodRoom.GRAPH_PERCENT, reason.equals(MEMORY_HIGH));
    if (disk > mostDisk) {
      conditions.set(
          CAPACITY_SUFFICIENT,
          FALSE,
          DISK_HIGH,
          remedy(
              "the fullest store takes %d%% of its volume".formatted(disk),
              mostDisk,
              "spec.storage.size",
              capacity));
    } else if (memory > mostMemory) {
      conditions.set(
          CAPACITY_SUFFICIENT,
          FALSE,
          MEMORY_HIGH,
          remedy(
              "the fullest shard's graphs take %d%% of their memory".formatted(memory),
              mostMemory,
              "spec.resources.limits.memory",
              capacity));
    } else {
      conditions.set(
          CAPACITY_SUFFICIENT,
          TRUE,
          "Sufficient",
          "graphs take at most %d%% of their memory, stores %d%% of their volumes"
              .formatted(memory, disk));
    }
  }

  private static int bound(int percent, boolean high) {
    return high ? percent - RELIEF : percent;
  }

  private String remedy(String what, int bound, String field, Capacity capacity) {
    return "%s, of which %d%% are to be used; raise %s%s"
        .formatted(
            what,
            bound,
            field,
            Optional.ofNullable(capacity.recommendedShards())
                .filter(recommended -> recommended > shards)
                .map(", or set spec.shards to %d or more"::formatted)
                .orElse(""));
  }
}
