package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.SLOTS;
import static io.vectorcluster.indexnode.store.Stores.commit;
import static io.vectorcluster.indexnode.store.Stores.delete;
import static io.vectorcluster.indexnode.store.Stores.id;
import static io.vectorcluster.indexnode.store.Stores.key;
import static io.vectorcluster.indexnode.store.Stores.point;
import static io.vectorcluster.indexnode.store.Stores.upsert;
import static io.vectorcluster.indexnode.store.Stores.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.TombstoneFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tombstones go with an entry of the log, and nothing else does (protocol V5). */
final class PurgeTest {
  private final Random random = new Random(5);
  @TempDir private Path folder;
  private ShardStore store;

  @BeforeEach
  void open() {
    store = Stores.open(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  private static LoggedWrite purge(long sequence, DeletedPoint deleted) {
    return purge(sequence, deleted.key(), deleted.version().clock());
  }

  private static LoggedWrite purge(long sequence, PointKey key, long clock) {
    return LoggedWrite.purge(new LogPosition(1, sequence), sequence, key, version(clock));
  }

  @Test
  void aPurgedTombstoneLeavesNothingButItsLog() {
    commit(store, upsert(1, version(1), key(1), point(id(1), random)));
    LoggedWrite deleted = delete(2, version(2), key(1));
    commit(store, deleted);
    assertThat(store.replica().tombstones()).isEqualTo(new TombstoneFigures(1, 2));

    CommitOutcome.Committed done = commit(store, purge(3, key(1), 2));
    reopen();

    assertThat(done.effects().getFirst().applied()).isTrue();
    assertThat(store.head(key(1))).isEmpty();
    assertThat(store.replica().tombstones()).isEqualTo(new TombstoneFigures(0, 0));
    assertThat(store.digests(ONE)).containsEntry(key(1).slot(), SlotDigest.EMPTY);
    assertThat(store.replica().slotSums(SLOTS)).containsOnly(0L);
    assertThat(store.replica().check(key(1).slot())).isEqualTo(new SlotCheck(0, none()));
    assertThat(store.position()).isEqualTo(new StorePosition(new LogPosition(1, 3), 2));
    assertThat(store.replica().logged(deleted.request(), key(1)))
        .as("its retry is known all the same")
        .isPresent();
    assertThat(store.replica().logged(RequestId.NONE, key(1))).isEmpty();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  @Test
  void whatWasWrittenSinceStays() {
    commit(store, delete(1, version(1), key(1)), delete(2, version(2), key(2)));
    commit(store, upsert(3, version(3), key(1), point(id(1), random)));
    commit(store, delete(4, version(4), key(2)));

    CommitOutcome.Committed done =
        commit(store, List.of(purge(5, key(1), 1), purge(6, key(2), 2), purge(7, key(3), 1)));

    assertThat(done.effects()).noneMatch(CommitOutcome.Effect::applied);
    assertThat(store.point(key(1), Selection.ALL)).isPresent();
    assertThat(store.head(key(2))).containsInstanceOf(Head.Tombstone.class);
    assertThat(store.replica().tombstones()).isEqualTo(new TombstoneFigures(1, 4));
  }

  @Test
  void aDeleteAndItsEndInOneCommitLeaveNothing() {
    commit(
        store,
        List.of(
            upsert(1, version(1), key(1), point(id(1), random)),
            delete(2, version(2), key(1)),
            purge(3, key(1), 2),
            upsert(4, version(3), key(2), point(id(2), random))));

    assertThat(store.head(key(1))).isEmpty();
    assertThat(store.total(ONE, Stores.allSlots()).points()).isEqualTo(1);
    for (int slot = 0; slot < SLOTS; slot++) {
      assertThat(store.replica().check(slot).damage()).isEmpty();
    }
  }

  @Test
  void oldOnesAreShownInTurnAndOnlyTheOld() {
    List<LoggedWrite> writes = new ArrayList<>();
    for (int i = 1; i <= 3_000; i++) {
      writes.add(delete(i, version(i), key(i)));
    }
    commit(store, writes);

    Set<PointKey> shown = new HashSet<>();
    for (int round = 0; round < 40; round++) {
      List<DeletedPoint> some = store.replica().oldTombstones(1_000, 64);
      assertThat(some).hasSizeLessThanOrEqualTo(64);
      assertThat(some).allMatch(one -> one.version().clock() <= 1_000);
      some.forEach(one -> shown.add(one.key()));
    }

    assertThat(shown).hasSize(1_000);
    assertThat(store.replica().tombstones()).isEqualTo(new TombstoneFigures(3_000, 1));
  }

  /** Some at a time, with the process gone between any two. */
  @Test
  void purgingGoesOnAfterARestart() {
    List<LoggedWrite> writes = new ArrayList<>();
    for (int i = 1; i <= 400; i++) {
      writes.add(
          i % 2 == 0
              ? delete(i, version(i), key(i))
              : upsert(i, version(i), key(i), point(id(i), random)));
    }
    commit(store, writes);
    int rounds = 0;
    while (store.replica().tombstones().held() > 0) {
      rounds++;
      long last = store.position().last().sequence();
      List<LoggedWrite> some = new ArrayList<>();
      for (DeletedPoint deleted : store.replica().oldTombstones(Long.MAX_VALUE, 30)) {
        some.add(purge(last + 1 + some.size(), deleted));
      }
      if (!some.isEmpty()) {
        commit(store, some);
      }
      reopen();
      assertThat(store.position().highestClock()).isEqualTo(400);
    }

    assertThat(rounds).isEqualTo(7);
    assertThat(store.total(ONE, Stores.allSlots()).points()).isEqualTo(200);
    for (int slot = 0; slot < SLOTS; slot++) {
      assertThat(store.replica().check(slot).damage()).isEmpty();
    }
  }

  @Test
  void whoFollowsTheLogPurgesTheSame(@TempDir Path other) {
    try (ShardStore follower = Stores.open(other)) {
      commit(
          store,
          List.of(
              upsert(1, version(1), key(1), point(id(1), random)),
              delete(2, version(2), key(1)),
              delete(3, version(3), key(2)),
              purge(4, key(1), 2),
              upsert(5, version(5), key(1), point(id(1), random)),
              delete(6, version(6), key(3)),
              purge(7, key(3), 6)));

      // An entry at a time: each is read back beside what has come of its point since.
      for (long after = 0; after < 7; after++) {
        commit(follower, store.replica().entries(after, 1).orElseThrow());
      }

      assertThat(follower.replica().slotSums(SLOTS)).isEqualTo(store.replica().slotSums(SLOTS));
      assertThat(follower.replica().tombstones()).isEqualTo(store.replica().tombstones());
      assertThat(follower.head(key(3))).isEmpty();
    }
  }

  @Test
  void anImageIsFollowedByItsPurges(@TempDir Path other) {
    commit(store, delete(1, version(1), key(1)), delete(2, version(2), key(2)));
    int slot = key(1).slot();
    List<LoggedWrite> image = store.replica().image(slot).orElseThrow();
    LoggedWrite purge = purge(3, key(1), 1);
    commit(store, purge);
    try (ShardStore target = Stores.open(other)) {
      target.replica().beginLog(new LogPosition(1, 2));

      target.replica().replaceSlot(slot, image, List.of(), List.of(purge));
      assertThat(target.head(key(1))).isEmpty();
      assertThat(target.replica().slotSums(SLOTS).get(slot))
          .isEqualTo(store.replica().slotSums(SLOTS).get(slot));

      target.replica().rewriteSlot(slot, image, List.of(), List.of(purge));
      assertThat(target.replica().check(slot).damage()).isEmpty();
      assertThat(target.head(key(1))).isEmpty();
      assertThat(target.replica().retries(slot)).isEmpty();
    }
  }
}
