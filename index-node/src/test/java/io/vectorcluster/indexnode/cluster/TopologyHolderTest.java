package io.vectorcluster.indexnode.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TopologyHolderTest {
  private static final Topology FIRST =
      Topology.first(
          new ClusterId(new UUID(1, 2)),
          1,
          Sharding.DEFAULT,
          List.of(ShardId.CATALOG),
          Assignment.single(1024, ShardId.CATALOG));
  private static final Topology SECOND = FIRST.republishedAbove(1);

  private final AtomicReference<Optional<byte[]>> disk = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<byte[]>> promises =
      new AtomicReference<>(Optional.empty());

  @Test
  void aTopologyIsOnDiskBeforeItIsAnsweredFor() {
    // Given a log that looks at what the node answers while it saves
    List<Optional<Topology>> answered = new ArrayList<>();
    List<TopologySource> self = new ArrayList<>();
    TopologyHolder holder =
        new TopologyHolder(
            RecordLog.of(
                Optional::empty, (bytes, epoch) -> answered.add(self.getFirst().current())),
            RecordLog.NONE);
    self.add(holder);

    // When
    holder.adopt(FIRST);
    holder.adopt(SECOND);

    // Then
    assertThat(answered).containsExactly(Optional.empty(), Optional.of(FIRST));
    assertThat(holder.current()).contains(SECOND);
  }

  @Test
  void aCrashBetweenSavingAndAnsweringLeavesTheNewerOne() {
    // Given a process that ends right after the save
    TopologyHolder crashing =
        new TopologyHolder(
            RecordLog.of(
                disk::get,
                (bytes, epoch) -> {
                  disk.set(Optional.of(bytes));
                  throw new IllegalStateException("crash");
                }),
            RecordLog.NONE);

    // When
    assertThatThrownBy(() -> crashing.adopt(FIRST)).hasMessage("crash");

    // Then it was never answered for, and the next process begins with it
    assertThat(crashing.current()).isEmpty();
    assertThat(restarted().current()).contains(FIRST);
  }

  @Test
  void aCrashBeforeSavingLeavesTheOlderOne() {
    restarted().adopt(FIRST);
    TopologyHolder crashing =
        new TopologyHolder(
            RecordLog.of(
                disk::get,
                (bytes, epoch) -> {
                  throw new IllegalStateException("crash");
                }),
            RecordLog.NONE);

    assertThatThrownBy(() -> crashing.adopt(SECOND)).hasMessage("crash");

    assertThat(crashing.current()).contains(FIRST);
    assertThat(restarted().current()).contains(FIRST);
  }

  @Test
  void whatIsBelowAPromiseIsNotAdopted() {
    restarted().adopt(FIRST);

    assertThat(restarted().promise(SECOND.epoch() + 1)).isEqualTo(SECOND.epoch() + 1);

    // The promise outlives the process, and a lower one does not take it back.
    TopologyHolder holder = restarted();
    assertThat(holder.promise(1)).isEqualTo(SECOND.epoch() + 1);
    assertThat(holder.adopt(SECOND)).isEqualTo(new Adoption.Older(FIRST));
    Topology rebuilt = FIRST.republishedAbove(SECOND.epoch());
    assertThat(holder.adopt(rebuilt)).isEqualTo(new Adoption.Adopted(rebuilt));
  }

  @Test
  void aPromiseThatIsNotDurableIsNotMade() {
    TopologyHolder failing =
        new TopologyHolder(
            RecordLog.of(disk::get, (bytes, epoch) -> disk.set(Optional.of(bytes))),
            RecordLog.of(
                Optional::empty,
                (bytes, epoch) -> {
                  throw new IllegalStateException("no space left");
                }));
    failing.adopt(FIRST);

    assertThatThrownBy(() -> failing.promise(5)).hasMessage("no space left");

    assertThat(failing.promised()).isZero();
  }

  @Test
  void withoutATopologyNothingIsPromised() {
    assertThat(restarted().promise(5)).isZero();
  }

  @Test
  void theEpochNeverFallsAcrossRestarts() {
    restarted().adopt(SECOND);

    TopologyHolder holder = restarted();

    assertThat(holder.adopt(FIRST)).isEqualTo(new Adoption.Older(SECOND));
    assertThat(holder.adopt(SECOND)).isEqualTo(new Adoption.Same(SECOND));
    assertThat(holder.current()).contains(SECOND);
  }

  @Test
  void aDamagedRecordStopsTheNode() {
    disk.set(Optional.of(new byte[] {1, 2, 3}));

    assertThatThrownBy(this::restarted)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topology");
  }

  @Test
  void aListenerHearsOfATopologyBeforeItIsAnsweredFor() {
    TopologyHolder holder = restarted();
    holder.adopt(FIRST);
    List<Topology> heard = new ArrayList<>();
    List<Optional<Topology>> answered = new ArrayList<>();

    holder.listen(
        topology -> {
          heard.add(topology);
          answered.add(holder.current());
        });
    holder.adopt(SECOND);
    holder.adopt(FIRST);

    assertThat(heard).containsExactly(FIRST, SECOND);
    assertThat(answered).containsExactly(Optional.of(FIRST), Optional.of(FIRST));
    assertThat(holder.current()).contains(SECOND);
  }

  @Test
  void whoeverWaitsForANewerTopologyIsWoken() throws Exception {
    TopologyHolder holder = restarted();
    holder.adopt(FIRST);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Optional<Topology>> waiting =
          threads.submit(
              () -> {
                holder.awaitAbove(FIRST.epoch(), Duration.ofSeconds(30));
                return holder.current();
              });

      holder.adopt(SECOND);

      assertThat(waiting.get(10, TimeUnit.SECONDS)).contains(SECOND);
    }
  }

  @Test
  void aStandaloneNodeOwnsEverySlotAndIsItsOwnPrimary() {
    StoreId store = new StoreId(new UUID(3, 4));

    Topology topology = TopologyHolder.standalone(store).current().orElseThrow();

    assertThat(topology.assignment().count(ShardId.CATALOG)).isEqualTo(1024);
    assertThat(Standing.of(Optional.of(topology), ShardId.CATALOG, store))
        .isEqualTo(Standing.PRIMARY);
    assertThat(TopologyMapping.fromBytes(TopologyMapping.toBytes(topology))).isEqualTo(topology);
  }

  @Test
  void standingsThatAreNotReadySayWhy() {
    StoreId store = new StoreId(new UUID(3, 4));

    assertThat(Standing.of(Optional.empty(), ShardId.CATALOG, store).notReady())
        .hasValueSatisfying(reason -> assertThat(reason.id()).isEqualTo("no-topology"));
    assertThat(Standing.of(Optional.of(FIRST), ShardId.CATALOG, store).notReady())
        .hasValueSatisfying(reason -> assertThat(reason.id()).isEqualTo("not-a-member"));
    assertThat(Standing.PRIMARY.notReady()).isEmpty();
  }

  private TopologyHolder restarted() {
    return new TopologyHolder(
        RecordLog.of(disk::get, (bytes, epoch) -> disk.set(Optional.of(bytes))),
        RecordLog.of(promises::get, (bytes, epoch) -> promises.set(Optional.of(bytes))));
  }
}
