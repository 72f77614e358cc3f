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

import io.vectorcluster.indexnode.core.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores, of which one is made equal to the other or follows its log. */
final class ReplicaRecordsTest {
  private final Random random = new Random(11);
  private ShardStore source;
  private ShardStore target;

  @BeforeEach
  void open(@TempDir Path folder) {
    source = Stores.open(folder.resolve("source"));
    target = Stores.open(folder.resolve("target"));
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @Test
  void anEntryThatWasOvertakenComesWithWhatOvertookItAndBothRequests() {
    LoggedWrite first = upsert(1, version(10), key(1), point(id(1), random));
    LoggedWrite later = upsert(2, version(11), key(1), point(id(1), random));
    commit(source, first, later);

    List<LoggedWrite> page = source.replica().entries(0, 1).orElseThrow();
    commit(target, page);

    assertThat(page).singleElement().extracting(LoggedWrite::position).isEqualTo(first.position());
    assertThat(target.position().last()).isEqualTo(first.position());
    assertThat(target.point(key(1), Selection.ALL)).isEqualTo(source.point(key(1), Selection.ALL));
    assertThat(target.replica().logged(first.request(), key(1)).orElseThrow().version())
        .isEqualTo(first.version());
    assertThat(target.replica().logged(later.request(), key(1)).orElseThrow().version())
        .isEqualTo(later.version());

    commit(target, source.replica().entries(1, 10).orElseThrow());
    assertThat(target.replica().slotSums(SLOTS)).isEqualTo(source.replica().slotSums(SLOTS));
  }

  @Test
  void aSlotThatIsReplacedIsEqualAndHasNothingThatTheImageLacks() {
    List<LoggedWrite> writes = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      writes.add(
          i % 7 == 0
              ? delete(i, version(i), key(i / 2))
              : upsert(i, version(i), key(i), point(id(i), random)));
    }
    commit(source, writes);
    for (int i = 1; i <= 90; i++) {
      commit(target, upsert(i, version(1_000 + i), key(3L * i), point(id(3L * i), random)));
    }

    target.replica().beginLog(source.position().last());
    for (int slot = 0; slot < SLOTS; slot++) {
      target
          .replica()
          .replaceSlot(
              slot,
              source.replica().image(slot).orElseThrow(),
              source.replica().retries(slot),
              List.of());
    }

    assertThat(target.replica().slotSums(SLOTS)).isEqualTo(source.replica().slotSums(SLOTS));
    assertThat(target.digests(ONE)).isEqualTo(source.digests(ONE));
    for (int i = 1; i <= 300; i++) {
      assertThat(target.point(key(i), Selection.ALL))
          .isEqualTo(source.point(key(i), Selection.ALL));
    }
    assertThat(target.position().last()).isEqualTo(source.position().last());
    assertThat(target.replica().entries(0, 10)).isEmpty();
    LoggedWrite next = upsert(201, version(2_000), key(1), point(id(1), random));
    commit(target, next);
    assertThat(target.replica().entries(200, 10).orElseThrow()).hasSize(1);
  }

  @Test
  void whatWasLoggedAfterTheImageWinsOverIt() {
    LoggedWrite old = upsert(1, version(10), key(1), point(id(1), random));
    commit(source, old);
    LoggedWrite newer = upsert(2, version(11), key(1), point(id(1), random));
    target.replica().beginLog(old.position());
    assertThat(target.commit(List.of(newer), Set.of(key(1).slot())))
        .isInstanceOf(CommitOutcome.Committed.class);

    List<SlotChange> changes =
        target
            .replica()
            .replaceSlot(
                key(1).slot(),
                source.replica().image(key(1).slot()).orElseThrow(),
                source.replica().retries(key(1).slot()),
                List.of(newer));

    assertThat(changes).as("it is there already").isEmpty();
    assertThat(target.head(key(1)).orElseThrow().version()).isEqualTo(newer.version());
    assertThat(target.replica().logged(newer.request(), key(1))).isPresent();
    assertThat(target.replica().logged(old.request(), key(1))).isPresent();
  }

  @Test
  void aLogThatBeginsAnewForgetsWhoseItWas() {
    commit(target, upsert(1, version(10), key(1), point(id(1), random)));
    target.replica().put(ReplicaNote.FOLLOWS, new byte[] {1});
    target.replica().put(ReplicaNote.GROWTH, new byte[] {2});

    target.replica().beginLog(new LogPosition(3, 40));

    assertThat(target.replica().note(ReplicaNote.FOLLOWS)).isEmpty();
    assertThat(target.replica().note(ReplicaNote.GROWTH)).contains(new byte[] {2});
    assertThat(target.logStart()).isEqualTo(41);
    assertThat(target.head(key(1))).as("records stay").isPresent();
  }

  @Test
  void requestsAreForgottenByTheirAge() {
    LoggedWrite first = upsert(1, version(10), key(1), point(id(1), random));
    LoggedWrite second = upsert(2, version(11), key(2), point(id(2), random));
    commit(source, first, second);

    source.replica().forgetRequests(second.loggedAtMs());

    assertThat(source.replica().logged(first.request(), key(1))).isEmpty();
    assertThat(source.replica().logged(second.request(), key(2))).isPresent();
  }
}
