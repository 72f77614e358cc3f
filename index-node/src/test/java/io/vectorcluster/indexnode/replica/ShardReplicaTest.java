package io.vectorcluster.indexnode.replica;

import static io.vectorcluster.indexnode.replica.ReplicaFixture.delete;
import static io.vectorcluster.indexnode.replica.ReplicaFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.store.FreeSpace;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardReplicaTest {
  private ReplicaFixture shard;

  @BeforeEach
  void open(@TempDir Path folder) {
    shard = new ReplicaFixture(folder);
  }

  @AfterEach
  void close() {
    shard.close();
  }

  @Test
  void anAcknowledgedWriteIsFoundAndNumbered() {
    ShardAnswer<Long> acknowledged = shard.write(upsert(1, 0, 0), upsert(2, 3, 4));

    assertThat(acknowledged).isEqualTo(new ShardAnswer.Answered<>(2L));
    assertThat(shard.nearest(2, 3, 3)).containsExactly(2L, 1L);
  }

  @Test
  void theLastChangeOfAnIdInABatchWins() {
    shard.write(upsert(1, 0, 0), delete(1), upsert(1, 9, 9), upsert(2, 0, 0), delete(2));

    assertThat(shard.nearest(5, 9, 9)).containsExactly(1L);
  }

  @Test
  void theLargestBatchWaitsForACommitOfItsOwn() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    shard.beforeDisk = () -> awaitQuietly(release);
    Mutation[] largest =
        LongStream.range(0, ShardWrite.MAX_CHANGES)
            .mapToObj(ReplicaFixture::delete)
            .toArray(Mutation[]::new);
    List<FutureTask<ShardAnswer<Long>>> writes =
        List.of(
            new FutureTask<>(() -> shard.write(upsert(1, 0, 0))),
            new FutureTask<>(() -> shard.write(upsert(2, 5, 5))),
            new FutureTask<>(() -> shard.write(largest)),
            new FutureTask<>(() -> shard.write(upsert(3, 9, 9))));
    for (FutureTask<ShardAnswer<Long>> write : writes) {
      // One after the other: each is queued when its caller waits for the answer.
      Thread caller = Thread.ofPlatform().start(write);
      await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    }

    release.countDown();

    for (FutureTask<ShardAnswer<Long>> write : writes) {
      assertThat(write.get()).isInstanceOf(ShardAnswer.Answered.class);
    }
    assertThat(shard.failed).isFalse();
    assertThat(shard.nearest(5, 0, 0)).containsExactly(3L);
  }

  @Test
  void everythingIsThereAfterARestartWithoutACheckpoint() {
    shard.write(upsert(1, 0, 0), upsert(2, 5, 5), upsert(3, 9, 9));
    shard.write(delete(2));

    shard.restart();

    assertThat(shard.nearest(5, 0, 0)).containsExactly(1L, 3L);
  }

  @Test
  void aCheckpointAndTheLogAfterItGiveTheSameAsTheStore() throws IOException {
    shard.write(upsert(1, 0, 0), upsert(2, 5, 5), upsert(3, 9, 9));
    shard.replica().checkpoint();
    shard.write(delete(1), upsert(2, 1, 1), upsert(4, 2, 2));

    shard.restart();

    assertThat(shard.nearest(5, 0, 0)).containsExactly(2L, 4L, 3L);
  }

  @Test
  void aDamagedCheckpointIsRebuiltFromTheStore() throws IOException {
    shard.write(upsert(1, 0, 0), upsert(2, 5, 5));
    shard.replica().checkpoint();
    shard.close();
    for (Path file : filesBelow(shard.indexFolder())) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 0x40;
      Files.write(file, bytes);
    }

    shard.restart();

    assertThat(shard.nearest(5, 0, 0)).containsExactly(1L, 2L);
  }

  @Test
  void numbersGoOnAfterARestart() {
    shard.write(upsert(1, 0, 0));
    shard.restart();

    assertThat(shard.write(upsert(2, 0, 0))).isEqualTo(new ShardAnswer.Answered<>(2L));
  }

  @Test
  void anOlderCallerIsGivenTheTopology() {
    Topology own = shard.topology.orElseThrow();
    Topology newer =
        own.withShards(List.of(ReplicaFixture.SHARD, new ShardId(1)), own.assignment());
    long old = own.shard(ReplicaFixture.SHARD).orElseThrow().epoch() - 1;
    shard.topology(Optional.of(newer));

    assertThat(shard.write(shard.call(old), upsert(1, 0, 0)))
        .isEqualTo(new ShardAnswer.StaleTopology<Long>(newer));
    assertThat(shard.store().position().last().sequence()).isZero();
  }

  @Test
  void withoutATopologyNothingIsServed() {
    var call = shard.call();
    shard.topology(Optional.empty());

    assertThat(shard.write(call, upsert(1, 0, 0)))
        .isInstanceOfSatisfying(
            ShardAnswer.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.UNAVAILABLE));
  }

  @Test
  void aFullDiskRefusesUpsertsAndTakesDeletes() {
    shard.write(upsert(1, 0, 0));
    shard.disk = new FreeSpace.DiskSpace(1, 100L << 30);

    assertThat(shard.write(upsert(2, 0, 0)))
        .isInstanceOfSatisfying(
            ShardAnswer.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.STORAGE_FULL));
    assertThat(shard.write(delete(1))).isEqualTo(new ShardAnswer.Answered<>(2L));
    assertThat(shard.nearest(5, 0, 0)).isEmpty();
  }

  @Test
  void concurrentWritersAreAllAcknowledgedAndAllThere() throws Exception {
    long writers = 8;
    int each = 50;
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < writers; writer++) {
        int first = writer * each;
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    assertThat(shard.write(upsert(first + i, first, i)))
                        .isInstanceOf(ShardAnswer.Answered.class);
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }

    assertThat(figures()).isEqualTo(new ShardAnswer.Answered<>(writers * each).toString());
    assertThat(shard.store().position().last().sequence()).isEqualTo(writers * each);
  }

  @Test
  void aPageHoldsIdsInOrderAndNamesTheNext() {
    shard.write(upsert(5, 0, 0), upsert(1, 0, 0), upsert(3, 0, 0), upsert(4, 0, 0));

    ShardAnswer<ScrollPage> page =
        shard
            .replica()
            .access()
            .scroll(
                shard.call(),
                ReplicaFixture.THINGS,
                new ScrollQuery(Optional.of(new PointId.Numeric(2)), 2, Selection.PAYLOAD));

    assertThat(page)
        .isInstanceOfSatisfying(
            ShardAnswer.Answered.class,
            answered -> {
              ScrollPage points = (ScrollPage) answered.value();
              assertThat(points.points().stream().map(ReplicaFixture::number))
                  .containsExactly(3L, 4L);
              assertThat(points.next()).contains(new PointId.Numeric(5));
            });
  }

  @Test
  void aDeletedCollectionTakesItsPointsAndFilesAlong() throws IOException {
    shard.write(upsert(1, 0, 0));
    shard.replica().checkpoint();

    shard.catalog(shard.catalog().without("things"));

    // The drop was queued before this write, which is applied after it.
    assertThat(shard.write(upsert(2, 0, 0)))
        .isInstanceOfSatisfying(
            ShardAnswer.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_FOUND));
    assertThat(shard.store().digests(ReplicaFixture.THINGS)).isEmpty();
    assertThat(filesBelow(shard.indexFolder())).isEmpty();
  }

  @Test
  void anOlderCatalogDeletesNothing() {
    shard.write(upsert(1, 0, 0));

    shard.replica().catalogChanged(io.vectorcluster.indexnode.core.Catalog.EMPTY);

    assertThat(shard.nearest(1, 0, 0)).containsExactly(1L);
    assertThat(shard.store().digests(new CollectionNumber(1))).isNotEmpty();
  }

  private String figures() {
    ShardAnswer<ShardFigures> answer =
        shard.replica().access().figures(shard.call(), ReplicaFixture.THINGS);
    return answer instanceof ShardAnswer.Answered<ShardFigures>(ShardFigures figures)
        ? new ShardAnswer.Answered<>(figures.points()).toString()
        : answer.toString();
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
