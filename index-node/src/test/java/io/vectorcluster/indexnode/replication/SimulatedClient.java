package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;

/**
 * Writes and reads one operation after the other, and notes what it was told. It is a coordinator
 * too: it knows a topology, sends to its primary, and repeats a write under the same request id.
 */
final class SimulatedClient {
  private static final CollectionNumber COLLECTION = new CollectionNumber(1);
  private static final long ATTEMPT_MS = 400;
  private static final long GIVE_UP_MS = 7_000;

  private final String name;
  private final int number;
  private final Simulation simulation;
  private final SimulatedWorld world;
  private final ShellFlaw flaw;
  private Topology topology;
  private int written;

  SimulatedClient(int number, Simulation simulation) {
    this.name = "client" + number;
    this.number = number;
    this.simulation = simulation;
    this.world = simulation.world;
    this.topology = simulation.api.read();
    this.flaw = simulation.planted.shell();
  }

  /** Point k lies in slot k. */
  static PointKey key(int k) {
    return new PointKey(COLLECTION, k, new PointId.Numeric(k));
  }

  void work() {
    if (simulation.closing) {
      return;
    }
    int key = simulation.drawKey();
    int choice = world.random.nextInt(10);
    // One client reads nearly always: it learns of another primary late.
    if (choice < (number == 1 ? 9 : 4)) {
      read(key);
    } else {
      write(key, choice == 9);
    }
  }

  private void rest() {
    world.after(world.random.nextInt(60), this::work);
  }

  private final class Attempt {
    final int key;
    final long begun = world.now();
    final Optional<LoggedWrite.Change> change;
    final long value;
    boolean ended;
    int tries;

    Attempt(int key, Optional<LoggedWrite.Change> change, long value) {
      this.key = key;
      this.change = change;
      this.value = value;
    }

    void send() {
      if (ended) {
        return;
      }
      if (world.now() - begun > GIVE_UP_MS) {
        end();
        if (change.isPresent()) {
          simulation.history(key).unanswered(registered(), begun);
        }
        return;
      }
      tries++;
      ShardEntry entry = topology.ownerOf(key);
      SimulatedNode node = simulation.primaryBy(entry);
      long epoch = entry.epoch();
      world.send(name, node.name, () -> ask(node, epoch));
      int attempt = tries;
      world.after(
          ATTEMPT_MS,
          () -> {
            if (!ended && attempt == tries) {
              refresh();
              send();
            }
          });
    }

    private RequestId request() {
      boolean anew = flaw == ShellFlaw.RETRIES_AS_A_NEW_REQUEST;
      return new RequestId(number, anew ? value * 1_000 + tries : value);
    }

    private void ask(SimulatedNode node, long epoch) {
      if (change.isPresent()) {
        List<Event.Change> changes = List.of(new Event.Change(key(key), change.get()));
        node.write(
            new Event.Write(0, epoch, request(), changes),
            result -> {
              if (world.random.nextInt(8) != 0) {
                world.send(node.name, name, () -> hear(result, 0));
              }
            });
      } else if (flaw == ShellFlaw.READS_ANYWHERE) {
        SimulatedNode any = simulation.nodes.get(world.random.nextInt(simulation.nodes.size()));
        long found = simulation.valueAt(any, key(key));
        world.send(any.name, name, () -> hear(new Effect.Result.MayRead(), found));
      } else {
        long before = simulation.valueAt(node, key(key));
        node.read(
            new Event.StrongRead(0, epoch, key(key)),
            result -> {
              if (node.store().damage.has(key(key))) {
                Effect.Result damaged = new Effect.Result.Refused("damaged");
                world.send(node.name, name, () -> hear(damaged, 0));
                return;
              }
              long found = simulation.valueAt(node, key(key));
              world.send(node.name, name, () -> hear(result, found));
              if (result instanceof Effect.Result.MayRead && found != before) {
                simulation.faults.atOvertakenRead(node);
              }
            });
      }
    }

    private void hear(Effect.Result result, long found) {
      if (ended) {
        return;
      }
      switch (result) {
        case Effect.Result.Written _ -> {
          if (tries > 1) {
            simulation.marks.hit(Marks.Mark.RETRY_ANSWERED);
          }
          end();
          simulation.history(key).write(registered(), begun, world.now());
          simulation.answered++;
        }
        case Effect.Result.MayRead _ -> {
          end();
          simulation.history(key).read(found, begun, world.now());
          simulation.answered++;
        }
        case Effect.Result.Refused _, Effect.Result.Unknown _ -> {
          refresh();
          int attempt = tries;
          world.after(
              20 + world.random.nextInt(60),
              () -> {
                if (attempt == tries) {
                  send();
                }
              });
        }
      }
    }

    private long registered() {
      return change.orElseThrow() instanceof LoggedWrite.Change.Delete
          ? RegisterHistory.ABSENT
          : value;
    }

    private void end() {
      ended = true;
      rest();
    }
  }

  private void refresh() {
    SimulatedNode asked = simulation.nodes.get(world.random.nextInt(simulation.nodes.size()));
    if (!asked.store().isBlank()) {
      topology = asked.topology();
    }
    if (world.random.nextBoolean()) {
      topology = simulation.api.read();
    }
  }

  private void write(int key, boolean delete) {
    long value = (long) number * 1_000_000 + ++written;
    LoggedWrite.Change change =
        delete
            ? new LoggedWrite.Change.Delete()
            : new LoggedWrite.Change.Upsert(simulation.contents.of(value));
    new Attempt(key, Optional.of(change), value).send();
  }

  void read(int key) {
    new Attempt(key, Optional.empty(), 0).send();
  }
}
