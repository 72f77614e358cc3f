package io.vectorcluster.indexnode.replication.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two replicas that compare, whose messages are lost and doubled. */
final class CatchupTest {
  private static final int SLOTS = 8;
  private static final long STEP_MS = 100;
  private static final CatchupTiming TIMING = new CatchupTiming(400, 600, 1);

  @Test
  void bothEndWithTheNewestOfEveryPoint() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      Pair pair = new Pair(random, 0.1);
      Map<PointKey, Version> newest = new HashMap<>();
      for (int i = 0; i < 1_500; i++) {
        Stored record = record(random.nextInt(600), random.nextInt(1_000_000));
        (random.nextBoolean() ? pair.left : pair.right).points.merge(record);
        newest.merge(record.key(), record.version(), (a, b) -> a.compareTo(b) < 0 ? b : a);
      }

      pair.run(300);

      assertThat(pair.left.points.versions()).as("seed %d", seed).isEqualTo(newest);
      assertThat(pair.right.points.versions()).as("seed %d", seed).isEqualTo(newest);
    }
  }

  @Test
  void whoeverHasCaughtUpHoldsWhatWasLoggedBefore() {
    int caught = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      Pair pair = new Pair(random, 0.1);
      for (int round = 0; round < 200; round++) {
        pair.right.points.merge(record(random.nextInt(400), round + 1));
        pair.run(1);
        List<Stored> log = pair.right.points.log(0);
        for (int i = 0; i < pair.left.held; i++) {
          Stored logged = log.get(i);
          Optional<Version> own = pair.left.points.newest(logged.key()).map(Stored::version);
          assertThat(own.filter(version -> version.compareTo(logged.version()) >= 0))
              .as("entry %d, seed %d", i, seed)
              .isPresent();
        }
      }
      caught += pair.left.held > 0 ? 1 : 0;
    }
    assertThat(caught).as("the check was put to use").isGreaterThan(40);
  }

  @Test
  void anAnswerThatComesTwiceSkipsNothing() {
    Replica own = new Replica(new StoreId(new UUID(0, 1)));
    StoreId other = new StoreId(new UUID(0, 2));
    Map<PointKey, Version> theirs = new HashMap<>();
    List<Stored> records = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Stored record = record(i * SLOTS, 5);
      records.add(record);
      theirs.put(record.key(), record.version());
    }
    own.catchup.tick(List.of(other), 0);
    own.catchup.receive(other, new CatchupMessage.Sums(0, 9, sums(7)), 1);
    List<CatchupEffect> asked =
        own.catchup.receive(other, new CatchupMessage.Versions(8, 0, theirs), 2);
    CatchupMessage.RecordsWanted wanted =
        (CatchupMessage.RecordsWanted) ((CatchupEffect.Send) asked.getFirst()).message();
    CatchupMessage first =
        new CatchupMessage.Records(
            wanted.question(),
            0,
            records.stream().filter(record -> wanted.keys().contains(record.key())).toList());

    own.catchup.receive(other, first, 3);
    List<CatchupEffect> again = own.catchup.receive(other, first, 4);

    assertThat(again).noneMatch(effect -> effect instanceof CatchupEffect.Caught);
  }

  @Test
  void anAnswerToAQuestionThatWasGivenUpIsNotTaken() {
    assertThat(lateAnswer(CatchupRule.Kept.ALL)).isEmpty();
    assertThat(lateAnswer(new CatchupRule.Kept(CatchupRule.ANSWER_THE_QUESTION)))
        .containsExactly(new CatchupEffect.Caught(new StoreId(new UUID(0, 2)), 9));
  }

  /** Of a slot as it was when the log of the other ended with 8. */
  private static List<CatchupEffect> lateAnswer(CatchupRule.Kept rules) {
    StoreId other = new StoreId(new UUID(0, 2));
    Catchup catchup = new Catchup(7, new SimulatedPoints(SLOTS, 0), TIMING, rules);
    catchup.tick(List.of(other), 0);
    long asked =
        questionOf(catchup.receive(other, new CatchupMessage.Sums(0, 8, sums(7)), 1).getFirst());
    long later = TIMING.patience() + 2;
    catchup.tick(List.of(other), later);
    catchup.receive(other, new CatchupMessage.Sums(0, 9, sums(6)), later);

    return catchup.receive(other, new CatchupMessage.Versions(asked, 0, Map.of()), later);
  }

  private static long questionOf(CatchupEffect effect) {
    return ((CatchupMessage.VersionsWanted) ((CatchupEffect.Send) effect).message()).question();
  }

  private static List<Long> sums(long ofFirst) {
    List<Long> sums = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      sums.add(slot == 0 ? ofFirst : 0);
    }
    return sums;
  }

  private static Stored record(int id, long clock) {
    PointKey key = new PointKey(new CollectionNumber(1), id % SLOTS, new PointId.Numeric(id));
    return new Stored(
        key, new Version(1, clock, 1), new RequestId(1, 1), new LoggedWrite.Change.Delete());
  }

  private static final class Replica {
    final StoreId id;
    final SimulatedPoints points = new SimulatedPoints(SLOTS, 0);
    final Catchup catchup = new Catchup(7, points, TIMING);
    long held;

    Replica(StoreId id) {
      this.id = id;
    }
  }

  private record Sent(Replica from, Replica to, CatchupMessage message) {}

  private static final class Pair {
    final Replica left = new Replica(new StoreId(new UUID(0, 1)));
    final Replica right = new Replica(new StoreId(new UUID(0, 2)));
    private final Random random;
    private final double dropped;
    private List<Sent> sent = new ArrayList<>();
    private long now;

    Pair(Random random, double dropped) {
      this.random = random;
      this.dropped = dropped;
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        now += STEP_MS;
        perform(left, right, left.catchup.tick(List.of(right.id), now));
        perform(right, left, right.catchup.tick(List.of(left.id), now));
        for (int hop = 0; hop < 4; hop++) {
          List<Sent> arriving = sent;
          sent = new ArrayList<>();
          for (Sent each : arriving) {
            double drawn = random.nextDouble();
            if (drawn >= dropped) {
              deliver(each);
            }
            if (drawn > 1 - dropped) {
              deliver(each);
            }
          }
        }
      }
    }

    private void deliver(Sent each) {
      perform(
          each.to(), each.from(), each.to().catchup.receive(each.from().id, each.message(), now));
    }

    private void perform(Replica self, Replica other, List<CatchupEffect> effects) {
      for (CatchupEffect effect : effects) {
        switch (effect) {
          case CatchupEffect.Send(StoreId _, CatchupMessage message) ->
              sent.add(new Sent(self, other, message));
          case CatchupEffect.Merge(List<Stored> records) -> records.forEach(self.points::merge);
          case CatchupEffect.Caught(StoreId _, long logged) ->
              self.held = Math.max(self.held, logged);
        }
      }
    }
  }
}
