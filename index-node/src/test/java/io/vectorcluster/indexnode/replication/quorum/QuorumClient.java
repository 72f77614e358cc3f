package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.replication.RegisterHistory;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import java.util.Map;
import java.util.Optional;

/** One operation after the other, at any node; a retry goes to the node that knows its version. */
final class QuorumClient {
  private static final CollectionNumber COLLECTION = new CollectionNumber(1);
  private static final long SILENT_MS = 3_000;
  private static final int MOST_TRIES = 4;
  private static final PointContent CONTENT =
      PointContent.of(
          new Point(new PointId.Numeric(0), Map.of("", DenseVector.of(0f)), new Payload("{}")));

  private final String name;
  private final int number;
  private final QuorumSimulation simulation;
  private final SimulatedWorld world;
  private int written;

  QuorumClient(int number, QuorumSimulation simulation) {
    this.name = "client" + number;
    this.number = number;
    this.simulation = simulation;
    this.world = simulation.world;
  }

  static PointKey key(int k) {
    return new PointKey(COLLECTION, k % QuorumSimulation.SLOTS, new PointId.Numeric(k));
  }

  void work() {
    if (simulation.closing) {
      return;
    }
    int key = simulation.drawKey();
    int choice = world.random.nextInt(10);
    if (choice < 5) {
      read(key);
    } else {
      long value = number * 1_000_000L + ++written;
      new Attempt(
              key,
              value,
              Optional.of(
                  choice == 9
                      ? new LoggedWrite.Change.Delete()
                      : new LoggedWrite.Change.Upsert(CONTENT)))
          .send();
    }
  }

  void read(int key) {
    new Attempt(key, 0, Optional.empty()).send();
  }

  private final class Attempt {
    private final int key;
    private final long value;
    private final Optional<LoggedWrite.Change> change;
    private final long begun = world.now();
    private SimulatedQuorumNode node = simulation.anyNode();
    private int life = node.life();
    private int tries;
    private boolean ended;

    Attempt(int key, long value, Optional<LoggedWrite.Change> change) {
      this.key = key;
      this.value = value;
      this.change = change;
    }

    void send() {
      tries++;
      world.send(name, node.name, this::ask);
      int attempt = tries;
      world.after(
          SILENT_MS,
          () -> {
            if (!ended && attempt == tries) {
              again();
            }
          });
    }

    private void ask() {
      if (!node.isUp() || node.life() != life) {
        return;
      }
      if (change.isPresent()) {
        node.write(
            new QuorumEvent.Write(0, new RequestId(number, value), key(key), change.get()),
            effect -> world.send(node.name, name, () -> hear(effect)));
      } else {
        node.read(
            new QuorumEvent.StrongRead(0, key(key)),
            effect -> world.send(node.name, name, () -> hear(effect)));
      }
    }

    /** Another coordinator does not know the version: a write may not be tried there. */
    private void again() {
      if (change.isPresent() && (node.life() != life || tries >= MOST_TRIES)) {
        ended = true;
        simulation.marks.add("write is never answered");
        simulation.history(key).unanswered(registered(), begun);
        rest();
        return;
      }
      if (change.isEmpty()) {
        node = simulation.anyNode();
        life = node.life();
      }
      send();
    }

    private void hear(QuorumEffect effect) {
      if (ended) {
        return;
      }
      switch (effect) {
        case QuorumEffect.Written _ -> {
          if (tries > 1) {
            simulation.marks.add("retry is answered");
          }
          ended = true;
          simulation.history(key).write(registered(), begun, world.now());
          rest();
        }
        case QuorumEffect.Found(long _, Optional<Stored> record) -> {
          ended = true;
          simulation.history(key).read(valueOf(record), begun, world.now());
          rest();
        }
        case QuorumEffect.Unknown _ -> {
          simulation.marks.add("operation ends as unknown");
          again();
        }
        case QuorumEffect.Send _, QuorumEffect.Disk _ -> throw new AssertionError(effect);
      }
    }

    private long registered() {
      return change.orElseThrow() instanceof LoggedWrite.Change.Delete
          ? RegisterHistory.ABSENT
          : value;
    }
  }

  private static long valueOf(Optional<Stored> record) {
    return record
        .filter(found -> found.change() instanceof LoggedWrite.Change.Upsert)
        .map(found -> found.request().low())
        .orElse(RegisterHistory.ABSENT);
  }

  private void rest() {
    simulation.operations++;
    world.after(world.random.nextInt(30), this::work);
  }
}
