package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the disk of a store holds: everything here survives a crash, nothing else does. */
final class SimulatedStore implements StoreView {
  private final StoreId id;
  private final int slots;
  private final TreeMap<String, LoggedWrite> records = new TreeMap<>();
  private final List<LoggedWrite> retries = new ArrayList<>();
  private List<LoggedWrite> log = new ArrayList<>();
  private LogPosition start = LogPosition.START;
  private Optional<Session> follows = Optional.empty();
  private Optional<Growth> growth = Optional.empty();
  Topology topology;

  /** Records that gave way to older ones. */
  int dropped;

  /** Entries read back with the record of a later one. */
  int overtaken;

  SimulatedStore(StoreId id, Topology topology) {
    this.id = id;
    this.topology = topology;
    this.slots = topology.sharding().slots().count();
  }

  StoreId id() {
    return id;
  }

  /** Carries out an effect, whole, and returns what is to be reported. */
  Event perform(Effect.Disk effect) {
    return switch (effect) {
      case Effect.Persist(List<LoggedWrite> entries, Set<Integer> overwritten) -> {
        for (LoggedWrite entry : entries) {
          if (entry.position().sequence() != last().sequence() + 1) {
            throw new AssertionError(id + ": gap in the log: " + last() + " then " + entry);
          }
          log.add(entry);
          retries.add(entry);
          apply(entry, overwritten.contains(entry.key().slot()));
        }
        yield new Event.Persisted(last());
      }
      case Effect.BeginLog(LogPosition after) -> {
        start = after;
        log = new ArrayList<>();
        follows = Optional.empty();
        yield new Event.LogBegun();
      }
      case Effect.ReplaceSlot replace -> {
        replaceSlot(replace);
        yield new Event.SlotReplaced(replace.id(), replace.slot());
      }
      case Effect.MarkEqual(Session session) -> {
        follows = Optional.of(session);
        yield new Event.MarkedEqual(session);
      }
      case Effect.PersistGrowth(Growth next) -> {
        growth = Optional.of(next);
        yield new Event.GrowthPersisted(next);
      }
    };
  }

  private void apply(LoggedWrite entry, boolean overwrites) {
    LoggedWrite before = records.get(name(entry.key()));
    if (overwrites || before == null || before.version().compareTo(entry.version()) < 0) {
      records.put(name(entry.key()), entry);
    }
  }

  private void replaceSlot(Effect.ReplaceSlot replace) {
    for (LoggedWrite record : replace.records()) {
      boolean back =
          record(record.key())
              .filter(own -> own.version().compareTo(record.version()) > 0)
              .isPresent();
      dropped += back ? 1 : 0;
    }
    records.values().removeIf(record -> record.key().slot() == replace.slot());
    retries.removeIf(entry -> entry.key().slot() == replace.slot());
    replace.records().forEach(record -> records.put(name(record.key()), record));
    retries.addAll(replace.retries());
    for (LoggedWrite entry : replace.later()) {
      apply(entry, true);
      retries.add(entry);
    }
  }

  private static String name(PointKey key) {
    return key.slot() + "/" + key.id();
  }

  Optional<LoggedWrite> record(PointKey key) {
    return Optional.ofNullable(records.get(name(key)));
  }

  Collection<LoggedWrite> records() {
    return records.values();
  }

  @Override
  public LogPosition last() {
    return log.isEmpty() ? start : log.getLast().position();
  }

  @Override
  public long highestClock() {
    return records.values().stream().mapToLong(record -> record.version().clock()).max().orElse(0);
  }

  @Override
  public Optional<List<LoggedWrite>> entries(long after, int most) {
    if (after < start.sequence() || after > last().sequence()) {
      return after > last().sequence() ? Optional.of(List.of()) : Optional.empty();
    }
    int from = (int) (after - start.sequence());
    List<LoggedWrite> kept = log.subList(from, Math.min(log.size(), from + most));
    return Optional.of(kept.stream().map(this::asReadBack).toList());
  }

  /**
   * The log names records rather than carrying them: of a point that was written again, only the
   * present record is left.
   */
  private LoggedWrite asReadBack(LoggedWrite entry) {
    LoggedWrite present = record(entry.key()).orElse(entry);
    if (present.version().equals(entry.version())) {
      return entry;
    }
    overtaken++;
    return new LoggedWrite(
        entry.position(),
        entry.loggedAtMs(),
        entry.request(),
        entry.key(),
        present.version(),
        present.change());
  }

  @Override
  public List<Long> digests() {
    long[] sums = new long[slots];
    for (LoggedWrite record : records.values()) {
      sums[record.key().slot()] +=
          Objects.hash(record.key(), record.version(), SimulatedContents.hash(record));
    }
    List<Long> digests = new ArrayList<>();
    for (long sum : sums) {
      digests.add(sum);
    }
    return digests;
  }

  @Override
  public List<LoggedWrite> slot(int slot) {
    return records.values().stream().filter(record -> record.key().slot() == slot).toList();
  }

  @Override
  public Optional<LoggedWrite> logged(RequestId request, PointKey key) {
    return retries.stream()
        .filter(entry -> entry.request().equals(request) && entry.key().equals(key))
        .findFirst();
  }

  @Override
  public List<LoggedWrite> retries(int slot) {
    return retries.stream().filter(entry -> entry.key().slot() == slot).toList();
  }

  @Override
  public Optional<Session> follows() {
    return follows;
  }

  @Override
  public Optional<Growth> growth() {
    return growth;
  }
}
