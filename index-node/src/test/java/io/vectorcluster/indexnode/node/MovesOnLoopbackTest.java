package io.vectorcluster.indexnode.node;

import static io.vectorcluster.indexnode.node.NodeCalls.createCollection;
import static io.vectorcluster.indexnode.node.NodeCalls.done;
import static io.vectorcluster.indexnode.node.NodeCalls.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots move between shards while callers write and read, and no caller notices. */
final class MovesOnLoopbackTest {
  private static final ShardId ZERO = new ShardId(0);
  private static final ShardId ONE = new ShardId(1);
  private static final int POINTS = 3_000;
  private static final int SLOTS = 20;
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final long seed = Long.getLong("moves.seed", InstantSource.system().millis());
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  /** The version of each point that is there, as it was acknowledged; guarded by itself. */
  private final Map<Long, Long> model = new HashMap<>();

  private MovesOnLoopback shards;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    shards = MovesOnLoopback.start(folder, new Random(seed));
    createCollection(node(0));
    for (long first = 0; first < POINTS; first += 1_000) {
      List<Mutation> batch = new ArrayList<>();
      LongStream.range(first, first + 1_000).forEach(id -> batch.add(upsert(id, 0)));
      done(node(0).coordinator().write("c", batch, true, soon()));
      LongStream.range(first, first + 1_000).forEach(id -> model.put(id, 0L));
    }
  }

  @AfterEach
  void stop() {
    shards.close();
  }

  @Test
  void noCallerNoticesThatSlotsMove() throws Exception {
    List<Integer> slots = shards.slotsOf(ZERO, SLOTS);
    List<Long> changing = ids(POINTS, slots, 200);
    List<Long> still = ids(0, slots, 20);
    List<Thread> callers =
        List.of(
            caller(1, random -> write(random, changing.get(random.nextInt(changing.size())))),
            caller(2, random -> search(random, still.get(random.nextInt(still.size())))),
            caller(3, this::count));

    for (int from = 0; from < SLOTS; from += AT_ONCE) {
      shards.move(slots.subList(from, from + AT_ONCE), ZERO, ONE);
    }
    awaitErased(slots, ZERO);
    for (int from = 0; from < SLOTS; from += AT_ONCE) {
      shards.move(slots.subList(from, from + AT_ONCE), ONE, ZERO);
    }
    shards.moveAndReturn(slots.subList(0, AT_ONCE), ZERO, ONE);
    over.countDown();
    for (Thread caller : callers) {
      caller.join();
    }

    System.out.printf("moves.seed %d: %s writes, %s reads%n", seed, writes, reads);
    assertThat(failures).as("seed %d", seed).isEmpty();
    assertThat(writes.get()).isGreaterThan(20);
    assertThat(reads.get()).isGreaterThan(20);
    awaitErased(slots, ONE);
    for (Node node : shards.nodes()) {
      assertThat(scrolled(node)).isEqualTo(model);
    }
    for (ShardId shard : List.of(ZERO, ONE)) {
      List<Node> copies = shards.copies(shard);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(copies.getFirst().slotSums()).isEqualTo(copies.getLast().slotSums()));
    }
  }

  private void awaitErased(List<Integer> slots, ShardId former) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                shards.copies(former).stream()
                    .allMatch(
                        node ->
                            slots.stream()
                                .allMatch(
                                    slot -> node.records().replica().versions(slot).isEmpty())));
  }

  /** Ids from one on that lie in some slots. */
  private static List<Long> ids(long first, List<Integer> slots, int count) {
    return LongStream.iterate(first, id -> id + 1)
        .filter(
            id -> slots.contains(SlotHash.slot(new PointId.Numeric(id), Sharding.DEFAULT.slots())))
        .limit(count)
        .boxed()
        .toList();
  }

  private interface Call {
    void make(Random random);
  }

  private Thread caller(int number, Call call) {
    Random random = new Random(seed + number);
    return Thread.ofPlatform()
        .start(
            () -> {
              while (over.getCount() > 0) {
                try {
                  call.make(random);
                } catch (RuntimeException | AssertionError e) {
                  failures.add(e.toString());
                }
              }
            });
  }

  private Node node(int number) {
    return shards.nodes().get(number);
  }

  private Node any(Random random) {
    return node(random.nextInt(shards.nodes().size()));
  }

  private void write(Random random, long id) {
    synchronized (model) {
      long version = writes.incrementAndGet();
      boolean delete = random.nextInt(3) == 0;
      Mutation mutation =
          delete ? new Mutation.Delete(new PointId.Numeric(id)) : upsert(id, version);
      done(any(random).coordinator().write("c", List.of(mutation), true, soon()));
      if (delete) {
        model.remove(id);
      } else {
        model.put(id, version);
      }
      List<StoredPoint> found =
          done(
              any(random)
                  .coordinator()
                  .retrieve(
                      "c",
                      List.of(new PointId.Numeric(id)),
                      Selection.ALL,
                      Consistency.STRONG,
                      soon()));
      assertThat(found.stream().map(MovesOnLoopbackTest::version).toList())
          .as("point %d", id)
          .isEqualTo(delete ? List.of() : List.of(version));
    }
  }

  private void search(Random random, long id) {
    SearchQuery query =
        new SearchQuery(
            "",
            new QueryTarget.Nearest(DenseVector.of((float) id, 1)),
            5,
            0,
            Optional.empty(),
            SearchParams.DEFAULT,
            Selection.PAYLOAD,
            Optional.empty());
    List<Long> hits =
        done(any(random).coordinator().search("c", query, soon())).hits().stream()
            .map(hit -> id(hit.point()))
            .toList();
    assertThat(hits.getFirst()).isEqualTo(id);
    assertThat(hits).doesNotHaveDuplicates().hasSize(5);
    reads.incrementAndGet();
  }

  private void count(Random random) {
    synchronized (model) {
      assertThat(NodeCalls.count(any(random))).isEqualTo(model.size());
    }
    reads.incrementAndGet();
  }

  private static Map<Long, Long> scrolled(Node node) {
    Map<Long, Long> found = new HashMap<>();
    HashSet<Long> twice = new HashSet<>();
    Optional<PointId> from = Optional.empty();
    do {
      ScrollPage page =
          done(node.coordinator().scroll("c", new ScrollQuery(from, 500, Selection.ALL), soon()));
      for (StoredPoint point : page.points()) {
        if (found.put(id(point), version(point)) != null) {
          twice.add(id(point));
        }
      }
      from = page.next();
    } while (from.isPresent());
    assertThat(twice).isEmpty();
    return found;
  }

  private static Mutation upsert(long id, long version) {
    return new Mutation.Upsert(
        new Point(
            new PointId.Numeric(id),
            Map.of("", DenseVector.of((float) id, 1)),
            new Payload("{\"v\":" + version + "}")));
  }

  private static long id(StoredPoint point) {
    return ((PointId.Numeric) point.point().id()).value();
  }

  private static long version(StoredPoint point) {
    return Long.parseLong(point.point().payload().json().replaceAll("\\D", ""));
  }
}
