package io.vectorcluster.indexnode.node;

import static io.vectorcluster.indexnode.node.NodeCalls.createCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.replication.RegisterHistory;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicationMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callers at all nodes of a quorum, of which one after the other stops and comes back: what they
 * saw of each point has to fit one register.
 */
final class NodeHistoryTest {
  private static final int CALLERS = 4;
  private static final int KEYS = 6;
  private static final int STEP = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final List<RegisterHistory> histories = new ArrayList<>();
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicLong values = new AtomicLong();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void whatCallersSawOfAPointFitsOneRegister(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("history.seed", InstantSource.system().millis());
    for (int key = 0; key < KEYS; key++) {
      histories.add(new RegisterHistory());
    }
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      for (String name : NAMES) {
        nodes.add(cluster.start(0, name, 0));
      }
      try (OperatorOnLoopback operator =
          new OperatorOnLoopback(cluster, ReplicationMode.Quorum.majority(3))) {
        operator.publishFirst(nodes);
        operator.awaitInSync(3);
        createCollection(nodes.getFirst());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          Random random = new Random(seed + i);
          callers.add(Thread.ofPlatform().start(() -> call(random)));
        }
        for (int i = 0; i < NAMES.size(); i++) {
          rest();
          Node gone = nodes.remove(0);
          operator.stop(gone);
          rest();
          nodes.add(operator.restart(NAMES.get(i)));
          operator.awaitInSync(3);
        }
        done.countDown();
        for (Thread caller : callers) {
          caller.join();
        }
      }
    }
    System.out.printf(
        "history.seed %d: %d operations answered, %d not%n", seed, answered.get(), refused.get());
    assertThat(answered.get()).as("operations, seed %d", seed).isGreaterThan(300);
    assertThat(histories).allSatisfy(history -> assertThat(history.flaw()).isEmpty());
  }

  /** Waits until callers have come on a good deal. */
  private void rest() {
    int before = answered.get();
    await().atMost(PATIENCE).until(() -> answered.get() >= before + STEP);
  }

  private void call(Random random) {
    while (done.getCount() > 0) {
      Node node = nodes.get(random.nextInt(2));
      int key = random.nextInt(KEYS);
      switch (random.nextInt(5)) {
        case 0, 1 -> write(node, key, values.incrementAndGet());
        case 2 -> write(node, key, RegisterHistory.ABSENT);
        default -> read(node, key);
      }
    }
  }

  private void write(Node node, int key, long value) {
    PointId id = new PointId.Numeric(key);
    Mutation mutation =
        value == RegisterHistory.ABSENT
            ? new Mutation.Delete(id)
            : new Mutation.Upsert(
                new Point(
                    id, Map.of("", DenseVector.of(1, 1)), new Payload("{\"v\":" + value + "}")));
    long begun = System.nanoTime();
    boolean written;
    try {
      written =
          node.coordinator().write("c", List.of(mutation), true, soon()) instanceof Outcome.Done<?>;
    } catch (RuntimeException e) {
      // The node was stopped meanwhile.
      written = false;
    }
    RegisterHistory history = histories.get(key);
    synchronized (history) {
      if (written) {
        history.write(value, begun, System.nanoTime());
        answered.incrementAndGet();
      } else {
        history.unanswered(value, begun);
        refused.incrementAndGet();
      }
    }
  }

  private void read(Node node, int key) {
    long begun = System.nanoTime();
    Outcome<List<StoredPoint>> found;
    try {
      found =
          node.coordinator()
              .retrieve(
                  "c",
                  List.of(new PointId.Numeric(key)),
                  Selection.ALL,
                  Consistency.STRONG,
                  soon());
    } catch (RuntimeException e) {
      // The node was stopped meanwhile.
      return;
    }
    if (found instanceof Outcome.Done<List<StoredPoint>>(List<StoredPoint> points)) {
      long ended = System.nanoTime();
      RegisterHistory history = histories.get(key);
      synchronized (history) {
        history.read(
            points.isEmpty() ? RegisterHistory.ABSENT : value(points.getFirst()), begun, ended);
      }
      answered.incrementAndGet();
    } else {
      refused.incrementAndGet();
    }
  }

  private static long value(StoredPoint point) {
    return Long.parseLong(point.point().payload().json().replaceAll("\\D", ""));
  }

  private static Deadline soon() {
    return new Deadline(InstantSource.system().instant().plus(PATIENCE));
  }
}
