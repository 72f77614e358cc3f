package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the disk of a store holds: everything here survives a crash, nothing else does. */
final class SimulatedStore implements StoreView {
  private final StoreId id;
  private final int slots;
  private final Map<PointKey, LoggedWrite> records = new HashMap<>();
  private final SimulatedRetries retries = new SimulatedRetries();
  private Optional<Session> follows = Optional.empty();
  private Optional<Growth> growth = Optional.empty();
  private final ShellFlaw flaw;
  final SimulatedLog log;
  final SimulatedDamage damage = new SimulatedDamage();
  private Topology topology;
  private Topology topologyBefore;
  private long promised;

  final SimulatedTombstones tombstones;
  private long highestClock;

  /** As long as no record changes. */
  private @Nullable List<Long> digests;

  /** Records that gave way to older ones. */
  int dropped;

  /** Entries read back with the record of a later one. */
  int overtaken;

  SimulatedStore(
      StoreId id, Topology topology, boolean shortLog, ShellFlaw flaw, SimulatedWorld world) {
    this.id = id;
    this.topology = topology;
    this.topologyBefore = topology;
    this.flaw = flaw;
    this.log = new SimulatedLog(shortLog, flaw, world);
    this.tombstones = new SimulatedTombstones(records, flaw);
    // One more is the shard's own.
    this.slots = topology.sharding().slots().count() + 1;
  }

  StoreId id() {
    return id;
  }

  Topology topology() {
    return topology;
  }

  /** Whether it has never had a topology of its cluster. */
  boolean isBlank() {
    return topology.shards().stream().allMatch(shard -> shard.replicas().isAwaited());
  }

  /** Without the shard's own records. */
  int size() {
    return (int) records.keySet().stream().filter(key -> key.slot() < slots - 1).count();
  }

  /** The epoch below which it adopts nothing. */
  long promised() {
    return promised;
  }

  void promise(long epoch) {
    promised = Math.max(promised, epoch);
  }

  void adopt(Topology next) {
    topologyBefore = topology;
    topology = next;
  }

  /** The process ends without a word. */
  void crash() {
    if (flaw == ShellFlaw.FORGETS_THE_TOPOLOGY) {
      topology = topologyBefore;
    }
  }

  /** Carries out an effect, whole, and returns what is to be reported. */
  Event perform(Effect.Disk effect) {
    return switch (effect) {
      case Effect.Persist(List<LoggedWrite> entries, Set<Integer> overwritten) -> {
        for (LoggedWrite entry : entries) {
          log.append(entry);
          retries.know(entry);
          apply(entry, overwritten.contains(entry.key().slot()));
        }
        log.trim();
        yield new Event.Persisted(last());
      }
      case Effect.BeginLog(LogPosition after) -> {
        log.begin(after);
        follows = flaw == ShellFlaw.KEEPS_THE_SESSION ? follows : Optional.empty();
        yield new Event.LogBegun();
      }
      case Effect.ReplaceSlot replace -> {
        replaceSlot(replace.slot(), replace.records(), replace.retries(), replace.later());
        yield new Event.SlotReplaced(replace.id(), replace.slot());
      }
      case Effect.RepairSlot repair -> {
        replaceSlot(repair.slot(), repair.records(), repair.retries(), repair.later());
        yield new Event.SlotRepaired(repair.slot());
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

  private void apply(LoggedWrite logged, boolean overwrites) {
    LoggedWrite entry = logged.effective();
    highestClock = Math.max(highestClock, entry.version().clock());
    LoggedWrite before = records.get(entry.key());
    if (entry.change() instanceof LoggedWrite.Change.Purge) {
      tombstones.purge(entry);
      digests = null;
    } else if (entry.change() instanceof LoggedWrite.Change.Forget) {
      if (before != null && before.version().equals(entry.version())) {
        records.remove(entry.key());
        damage.written(entry.key());
      }
      digests = null;
    } else if (entry.change() instanceof LoggedWrite.Change.Known) {
      return;
    } else if (overwrites || before == null || before.version().compareTo(entry.version()) < 0) {
      put(entry);
      damage.written(entry.key());
    }
  }

  private void replaceSlot(
      int slot, List<LoggedWrite> image, List<LogEntry> known, List<LoggedWrite> later) {
    for (LoggedWrite record : image) {
      boolean back =
          record(record.key())
              .filter(own -> own.version().compareTo(record.version()) > 0)
              .isPresent();
      dropped += back ? 1 : 0;
    }
    records.values().removeIf(record -> record.key().slot() == slot);
    digests = null;
    damage.replaced(slot);
    retries.replace(slot, known);
    image.forEach(this::put);
    for (LoggedWrite entry : later) {
      apply(entry, true);
      retries.know(entry);
    }
  }

  private void put(LoggedWrite record) {
    records.put(record.key(), record);
    highestClock = Math.max(highestClock, record.version().clock());
    digests = null;
  }

  @Override
  public Optional<LoggedWrite> record(PointKey key) {
    return Optional.ofNullable(records.get(key));
  }

  /** In an order that is the same in every run. */
  List<LoggedWrite> records() {
    return SimulatedRecords.sorted(records.values().stream());
  }

  @Override
  public LogPosition last() {
    return log.last();
  }

  @Override
  public long highestClock() {
    return highestClock;
  }

  @Override
  public Optional<List<LoggedWrite>> entries(long after, int most) {
    return log.after(after, most).map(kept -> kept.stream().map(this::asReadBack).toList());
  }

  /**
   * The log names records rather than carrying them: of a point that was written again, only the
   * present record is left, and of one whose tombstone went, nothing.
   */
  private LoggedWrite asReadBack(LoggedWrite entry) {
    Optional<LoggedWrite> found = record(entry.key());
    if (entry.change() instanceof LoggedWrite.Change.Purge
        || entry.change() instanceof LoggedWrite.Change.Forget
        || entry.change() instanceof LoggedWrite.Change.Known) {
      return entry;
    } else if (found.isEmpty()) {
      return SimulatedContents.with(entry, new LoggedWrite.Change.Delete());
    }
    LoggedWrite present = found.get();
    if (present.version().equals(entry.version())) {
      return entry;
    }
    if (damage.has(entry.key())) {
      throw new CannotLeadException(entry.key().slot());
    }
    overtaken++;
    return SimulatedContents.with(
        entry,
        new LoggedWrite.Change.Overtaken(
            LogEntry.of(entry).kind(), LogEntry.of(present), present.change()));
  }

  @Override
  public List<DeletedPoint> oldTombstones(long clock, int most) {
    List<DeletedPoint> old = tombstones.old(clock, most);
    digests = flaw == ShellFlaw.PURGES_BY_AGE_ALONE ? null : digests;
    return old;
  }

  @Override
  public List<Long> digests() {
    if (digests == null) {
      digests =
          flaw == ShellFlaw.DIGESTS_WITHOUT_VERSIONS
              ? SimulatedRecords.digests(records.values(), slots, LoggedWrite::key)
              : SimulatedRecords.digests(records.values(), slots, SimulatedRecords::digested);
    }
    return digests;
  }

  @Override
  public long digest(int slot) {
    return digests().get(slot);
  }

  @Override
  public SortedMap<PointKey, Version> versions(int slot) {
    return SimulatedRecords.versions(records.values(), slot);
  }

  /** What is compared at the end of a run, whatever the store tells others. */
  List<Long> trueDigests() {
    return SimulatedRecords.digests(
        records.values(), slots, record -> SimulatedRecords.digested(damage.asRead(record)));
  }

  @Override
  public Optional<List<LoggedWrite>> image(int slot) {
    if (damage.slots().contains(slot) && flaw != ShellFlaw.SHOWS_DAMAGED_SLOTS) {
      return Optional.empty();
    }
    return Optional.of(
        SimulatedRecords.sorted(
                records.values().stream().filter(record -> record.key().slot() == slot))
            .stream()
            .map(damage::asRead)
            .toList());
  }

  @Override
  public Optional<LogEntry> logged(RequestId request, PointKey key) {
    return retries.find(request, key);
  }

  @Override
  public List<LogEntry> retries(int slot) {
    return retries.of(slot);
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
