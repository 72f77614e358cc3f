package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.allSlots;
import static io.vectorcluster.indexnode.store.Stores.key;
import static io.vectorcluster.indexnode.store.Stores.point;
import static io.vectorcluster.indexnode.store.Stores.upsert;
import static io.vectorcluster.indexnode.store.Stores.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads, closing and reading while it is written. */
final class LifecycleTest {
  @TempDir private Path directory;

  private interface Step {
    void run() throws Exception;
  }

  /** Repeats until the store is closed; anything but that is a failure. */
  private static boolean untilClosed(Step step, AtomicLong steps) throws Exception {
    while (true) {
      try {
        step.run();
        steps.incrementAndGet();
      } catch (StoreClosedException e) {
        return true;
      }
    }
  }

  @Test
  void closingUnderLoadRefusesCallsAndCrashesNothing() throws Exception {
    for (int round = 0; round < 3; round++) {
      ShardStore store = Stores.open(directory.resolve("round-" + round));
      ScriptedWrites script = new ScriptedWrites(round, 200);
      Stores.commit(store, script.batch(1, 500));
      AtomicLong steps = new AtomicLong();
      List<Step> calls =
          List.of(
              () -> store.commit(script.batch(store.position().last().sequence() + 1, 5)),
              () -> store.scanAll(ONE, Selection.ALL, (slot, point) -> true),
              () ->
                  store.scan(ONE, allSlots(), new ScrollQuery(Optional.empty(), 50, Selection.ALL)),
              () -> store.points(List.of(script.at(1).key()), Selection.ALL),
              () -> store.readLog(1, 100),
              store::figures);
      try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
        List<Future<Boolean>> running = new ArrayList<>();
        for (Step call : calls) {
          running.add(threads.submit(() -> untilClosed(call, steps)));
        }
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> steps.get() > 50);
        store.close();
        store.close();
        for (Future<Boolean> end : running) {
          assertThat(end.get(30, TimeUnit.SECONDS)).isTrue();
        }
      }
      assertThatThrownBy(store::logStart).isInstanceOf(StoreClosedException.class);
    }
  }

  /** Head and content are read apart; a reader never sees those of two writes together. */
  @Test
  void pointIsWholeWhileItIsOverwritten() throws Exception {
    ShardStore store = Stores.open(directory);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Random random = new Random(1);
      Stores.commit(store, upsert(1, version(1), key(1), point(key(1).id(), random)));
      AtomicLong reads = new AtomicLong();
      List<Future<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            threads.submit(
                () ->
                    untilClosed(
                        () -> assertThat(store.points(List.of(key(1)), Selection.ALL)).hasSize(1),
                        reads)));
      }
      readers.add(
          threads.submit(
              () ->
                  untilClosed(
                      () ->
                          assertThat(
                                  store
                                      .scan(
                                          ONE,
                                          allSlots(),
                                          new ScrollQuery(Optional.empty(), 1, Selection.ALL))
                                      .points())
                              .hasSize(1),
                      reads)));
      for (long sequence = 2; sequence < 300; sequence++) {
        Point next = point(key(1).id(), random);
        Stores.commit(store, upsert(sequence, version(sequence), key(1), next));
      }
      store.close();
      for (Future<Boolean> reader : readers) {
        assertThat(reader.get(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(reads.get()).isGreaterThan(100);
    }
  }
}
