package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories against plain maps. */
final class ModelTest {
  private static final int STEPS = 100;

  @TempDir private Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20_260_101})
  void storeHoldsWhatTheModelHolds(long seed) {
    Random random = new Random(seed);
    ScriptedWrites script = new ScriptedWrites(seed, 300);
    StoreModel model = new StoreModel();
    ShardStore store = Stores.open(directory);
    try {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(12)) {
          case 0 -> {
            store.close();
            store = Stores.open(directory);
          }
          case 1 -> {
            model.check(store, ONE);
            model.check(store, TWO);
          }
          case 2 -> {
            if (random.nextInt(4) == 0) {
              store.dropCollection(TWO);
              model.drop(TWO);
            }
          }
          case 3 ->
              store.trimLog(
                  new LogRetention(Duration.ofMillis(500), random.nextInt(200)),
                  1_000 * store.position().last().sequence(),
                  random.nextInt(5_000));
          default -> commitSome(store, script, model, 1 + random.nextInt(40));
        }
      }
      model.check(store, ONE);
      model.check(store, TWO);
      model.checkLog(store);
    } finally {
      store.close();
    }
  }

  private static void commitSome(
      ShardStore store, ScriptedWrites script, StoreModel model, int count) {
    List<LoggedWrite> batch = script.batch(store.position().last().sequence() + 1, count);
    CommitOutcome.Committed outcome = Stores.commit(store, batch);
    for (int i = 0; i < count; i++) {
      LoggedWrite write = batch.get(i);
      CommitOutcome.Effect expected =
          new CommitOutcome.Effect(write.key(), false, model.head(write.key()));
      boolean won = model.apply(write);
      assertThat(outcome.effects().get(i))
          .isEqualTo(new CommitOutcome.Effect(expected.key(), won, expected.previous()));
    }
    PointKey some = batch.getFirst().key();
    assertThat(store.point(some, Selection.ALL)).isEqualTo(model.point(some));
    assertThat(store.head(some)).isEqualTo(model.head(some));
  }

  /** Every order, and every write twice, ends in the same records and digests. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void newestVersionWinsInAnyOrderAndTwice(long seed) {
    ScriptedWrites script = new ScriptedWrites(seed, 40);
    List<LoggedWrite> writes = new ArrayList<>(script.batch(1, 200));
    writes.addAll(script.batch(1, 200));
    // A purge belongs to its place in the log.
    writes.removeIf(write -> write.change() instanceof LoggedWrite.Change.Purge);
    List<LoggedWrite> shuffled = new ArrayList<>(writes);
    Collections.shuffle(shuffled, new Random(seed));

    try (ShardStore straight = Stores.open(directory.resolve("straight"));
        ShardStore mixed = Stores.open(directory.resolve("mixed"))) {
      Stores.commit(straight, renumbered(distinctVersions(writes)));
      Stores.commit(mixed, renumbered(distinctVersions(shuffled)));

      assertThat(mixed.digests(ONE)).isEqualTo(straight.digests(ONE)).isNotEmpty();
      assertThat(mixed.digests(TWO)).isEqualTo(straight.digests(TWO)).isNotEmpty();
      StoreModel model = new StoreModel();
      renumbered(distinctVersions(shuffled)).forEach(model::apply);
      model.check(mixed, ONE);
      model.check(mixed, TWO);
    }
  }

  /** Two writes never share a version: the script's sequence becomes the node. */
  private static List<LoggedWrite> distinctVersions(List<LoggedWrite> writes) {
    return writes.stream()
        .map(
            write ->
                new LoggedWrite(
                    write.position(),
                    write.loggedAtMs(),
                    write.request(),
                    write.key(),
                    new Version(
                        write.version().term(),
                        write.version().clock(),
                        write.position().sequence()),
                    write.change()))
        .toList();
  }

  private static List<LoggedWrite> renumbered(List<LoggedWrite> writes) {
    List<LoggedWrite> numbered = new ArrayList<>();
    for (LoggedWrite write : writes) {
      numbered.add(
          new LoggedWrite(
              new LogPosition(1, numbered.size() + 1),
              write.loggedAtMs(),
              write.request(),
              write.key(),
              write.version(),
              write.change()));
    }
    return numbered;
  }

  @Test
  void logIsTrimmedByCountAgeAndNeed() {
    ScriptedWrites script = new ScriptedWrites(3, 50);
    try (ShardStore store = Stores.open(directory)) {
      Stores.commit(store, script.batch(1, 100)); // logged one second apart
      long now = 100_000;

      assertThat(store.trimLog(new LogRetention(Duration.ofHours(1), 10), now, 101)).isEqualTo(1);
      assertThat(store.trimLog(new LogRetention(Duration.ZERO, 90), now, 5)).isEqualTo(5);
      assertThat(store.trimLog(new LogRetention(Duration.ZERO, 90), now, 101)).isEqualTo(11);
      assertThat(store.trimLog(new LogRetention(Duration.ofSeconds(30), 0), now, 101))
          .isEqualTo(71);
      assertThat(store.readLog(70, 5)).isEqualTo(new LogRead.Trimmed(71));
      assertThat(store.trimLog(new LogRetention(Duration.ZERO, 0), now, 101)).isEqualTo(101);
      assertThat(store.readLog(101, 5)).isEqualTo(new LogRead.Entries(List.of()));
      Stores.commit(store, script.batch(101, 1));
      assertThat(store.logStart()).isEqualTo(101);
    }
  }
}
