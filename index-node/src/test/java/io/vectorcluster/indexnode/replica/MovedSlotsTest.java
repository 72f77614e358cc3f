package io.vectorcluster.indexnode.replica;

import static io.vectorcluster.indexnode.replica.ReplicaFixture.SHARD;
import static io.vectorcluster.indexnode.replica.ReplicaFixture.THINGS;
import static io.vectorcluster.indexnode.replica.ReplicaFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica of which slots go to another shard, or come from one. */
final class MovedSlotsTest {
  private static final ShardId OTHER = new ShardId(1);
  private static final int POINTS = 200;
  private ReplicaFixture shard;
  private Topology topology;

  @BeforeEach
  void open(@TempDir Path folder) {
    shard = new ReplicaFixture(folder);
    Topology alone = shard.topology.orElseThrow();
    ReplicaSet others =
        ReplicaSet.single(new Member(new StoreId(new UUID(5, 6)), "localhost", 7434));
    topology =
        alone.withMembers(
            Map.of(SHARD, alone.shard(SHARD).orElseThrow().replicas(), OTHER, others));
  }

  @AfterEach
  void close() {
    shard.close();
  }

  @Test
  void pointsOfSlotsThatWereSwitchedAwayAreReadNoMore() {
    fill();

    adopt(topology.copying(leaving()));
    assertThat(shard.nearest(3, 1, 1)).containsExactly(1L, 2L, 3L);
    assertThat(figures().points()).isEqualTo(POINTS);
    adopt(topology.switching(slots()));

    assertThat(shard.nearest(3, 1, 1)).isEqualTo(staying().subList(0, 3));
    assertThat(shard.nearest(POINTS, 1, 1)).isEqualTo(staying());
    assertThat(scrolled()).isEqualTo(staying());
    assertThat(figures().points()).isEqualTo(staying().size());
    assertThat(retrieve(shard.call(), 1)).isInstanceOf(ShardAnswer.StaleTopology.class);
    assertThat(retrieve(shard.call(), staying().getFirst()))
        .isInstanceOf(ShardAnswer.Answered.class);
  }

  @Test
  void erasedPointsDoNotComeBackWithACheckpoint() throws IOException {
    fill();
    adopt(topology.copying(leaving()));
    adopt(topology.switching(slots()));
    shard.replica().checkpoint();

    adopt(topology.settling(slots()));

    await().until(() -> slots().stream().allMatch(slot -> sum(slot) == 0));
    await().until(() -> figures().indexedVectors() == staying().size());
    shard.restart();
    assertThat(figures().indexedVectors()).isEqualTo(staying().size());
    assertThat(shard.nearest(POINTS, 1, 1)).isEqualTo(staying());
    shard.replica().checkpoint();
    shard.restart();
    assertThat(figures().indexedVectors()).isEqualTo(staying().size());
  }

  @Test
  void aSlotThatIsNotOpenYetIsWaitedForAndThenRefused() {
    int slot = slot(1);
    int[] owners = topology.assignment().toArray();
    owners[slot] = OTHER.value();
    adopt(topology.withAssignment(Assignment.of(owners)));
    adopt(topology.copying(List.of(new SlotMove(slot, OTHER, SHARD))));
    long elsewhere = LongStream.range(2, 100).filter(id -> slot(id) != slot).findFirst().orElse(0);
    assertThat(shard.write(upsert(elsewhere, 1, 1))).isInstanceOf(ShardAnswer.Answered.class);

    adopt(topology.switching(List.of(slot)));

    String why = "slot %d is on its way to shard 0: repeat the request".formatted(slot);
    assertThat(search(soon())).isEqualTo(refused(why));
    assertThat(scroll(soon())).isEqualTo(refused(why));
    assertThat(shard.replica().access().figures(soon(), THINGS)).isEqualTo(refused(why));
    assertThat(retrieve(soon(), 1)).isEqualTo(refused(why));
    Mutation write = upsert(1, 1, 1);
    assertThat(shard.write(soon(), write)).isEqualTo(refused(why));
    assertThat(retrieve(shard.call(), elsewhere)).isInstanceOf(ShardAnswer.Answered.class);
    assertThat(shard.write(upsert(elsewhere, 2, 2))).isInstanceOf(ShardAnswer.Answered.class);
  }

  @Test
  void whoWaitsForASlotIsToldThatItGoesBack() throws Exception {
    int slot = slot(1);
    int[] owners = topology.assignment().toArray();
    owners[slot] = OTHER.value();
    adopt(topology.withAssignment(Assignment.of(owners)));
    adopt(topology.copying(List.of(new SlotMove(slot, OTHER, SHARD))));
    adopt(topology.switching(List.of(slot)));
    FutureTask<ShardAnswer<?>> waiting = new FutureTask<>(() -> shard.search(1, 1, 1));
    Thread caller = Thread.ofPlatform().start(waiting);
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);

    adopt(topology.returning(List.of(slot)));

    assertThat(waiting.get()).isEqualTo(new ShardAnswer.StaleTopology<>(topology));
    assertThat(shard.nearest(1, 1, 1)).isEmpty();
  }

  private void adopt(Topology next) {
    topology = next;
    shard.topology(Optional.of(next));
  }

  private void fill() {
    adopt(topology);
    Mutation[] points =
        LongStream.rangeClosed(1, POINTS)
            .mapToObj(id -> upsert(id, (float) id, 1))
            .toArray(Mutation[]::new);
    assertThat(shard.write(points)).isInstanceOf(ShardAnswer.Answered.class);
  }

  private static int slot(long id) {
    return SlotHash.slot(new PointId.Numeric(id), Sharding.DEFAULT.slots());
  }

  /** Those of the first half of the points. */
  private static List<Integer> slots() {
    return IntStream.rangeClosed(1, POINTS / 2).map(id -> slot(id)).distinct().boxed().toList();
  }

  private static List<SlotMove> leaving() {
    return slots().stream().map(slot -> new SlotMove(slot, SHARD, OTHER)).toList();
  }

  private static List<Long> staying() {
    return LongStream.rangeClosed(1, POINTS)
        .filter(id -> !slots().contains(slot(id)))
        .boxed()
        .toList();
  }

  private long sum(int slot) {
    return shard.store().replica().slotSum(slot);
  }

  private ShardFigures figures() {
    if (shard.replica().access().figures(shard.call(), THINGS)
        instanceof ShardAnswer.Answered<ShardFigures>(ShardFigures figures)) {
      return figures;
    }
    throw new AssertionError("no figures");
  }

  private List<Long> scrolled() {
    if (scroll(shard.call()) instanceof ShardAnswer.Answered<ScrollPage>(ScrollPage page)) {
      return page.points().stream().map(ReplicaFixture::number).toList();
    }
    throw new AssertionError("no page");
  }

  private ShardAnswer<ScrollPage> scroll(ShardCall call) {
    return shard
        .replica()
        .access()
        .scroll(call, THINGS, new ScrollQuery(Optional.empty(), POINTS, Selection.PAYLOAD));
  }

  private ShardAnswer<?> search(ShardCall call) {
    return shard.search(call, 1, 1, 1);
  }

  private ShardAnswer<List<StoredPoint>> retrieve(ShardCall call, long id) {
    return shard
        .replica()
        .access()
        .retrieve(call, THINGS, List.of(new PointId.Numeric(id)), Selection.PAYLOAD);
  }

  /** A call that does not wait long. */
  private ShardCall soon() {
    ShardCall call = shard.call();
    Deadline deadline =
        call.deadline().atMost(InstantSource.system().instant(), Duration.ofMillis(300));
    return new ShardCall(call.shardEpoch(), call.catalogVersion(), deadline);
  }

  private static <T> ShardAnswer<T> refused(String why) {
    return new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, why);
  }
}
