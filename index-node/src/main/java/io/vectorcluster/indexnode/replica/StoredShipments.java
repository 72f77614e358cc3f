package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.multiprimary.MultiStoreView;
import io.vectorcluster.indexnode.replication.multiprimary.Shipment;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ReplicaNote;
import io.vectorcluster.indexnode.store.StoreDamagedException;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is durable at this replica of its log and of others', in the mode MultiPrimary. The log has
 * writes of others, too: its own are those of a process that ran on this store.
 */
final class StoredShipments implements MultiStoreView {
  private static final Logger LOG = LoggerFactory.getLogger(StoredShipments.class);

  /** Processes that are remembered: the log does not reach back so far. */
  private static final int MOST_WRITERS = 1_024;

  /** Writes of which is remembered what they replaced. */
  private static final int MOST_REPLACED = 65_536;

  /** The two halves of a store's id, and a sequence. */
  private static final int SHIPPED_NUMBERS = 3;

  private final StoredPoints points;
  private final IndexSet indexes;
  private final Set<Long> writers = new HashSet<>();
  private final Map<StoreId, Long> have = new HashMap<>();

  /** As it will be when the disk has done what waits. */
  private final Map<StoreId, Long> planned = new HashMap<>();

  private final Map<Version, Optional<Version>> replaced =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Version, Optional<Version>> eldest) {
          return size() > MOST_REPLACED;
        }
      };

  /** Remembers the process that begins, before it writes. */
  StoredShipments(StoredPoints points, IndexSet indexes, long incarnation) {
    this.points = points;
    this.indexes = indexes;
    List<Long> known = new ArrayList<>(remembered(ReplicaNote.WRITERS));
    known.add(incarnation);
    List<Long> kept = known.subList(Math.max(0, known.size() - MOST_WRITERS), known.size());
    writers.addAll(kept);
    points.store().replica().put(ReplicaNote.WRITERS, ReplicaNotes.bytes(kept));
    List<Long> shipped = remembered(ReplicaNote.SHIPPED);
    for (int i = 0; i < shipped.size(); i += SHIPPED_NUMBERS) {
      StoreId origin = new StoreId(new UUID(shipped.get(i), shipped.get(i + 1)));
      have.put(origin, shipped.get(i + 2));
    }
    planned.putAll(have);
  }

  private List<Long> remembered(ReplicaNote note) {
    return points.store().replica().note(note).map(ReplicaNotes::numbers).orElse(List.of());
  }

  StoredPoints points() {
    return points;
  }

  /**
   * Plans to hold another's log up to a sequence.
   *
   * @return what is to be remembered, with the records; empty if it is planned already
   */
  Optional<PointsDisk.Note> plan(StoreId origin, long sequence) {
    if (planned.getOrDefault(origin, 0L) >= sequence) {
      return Optional.empty();
    }
    planned.put(origin, sequence);
    List<Long> numbers = new ArrayList<>();
    planned.forEach(
        (store, until) -> {
          numbers.add(store.value().getMostSignificantBits());
          numbers.add(store.value().getLeastSignificantBits());
          numbers.add(until);
        });
    return Optional.of(new PointsDisk.Note(ReplicaNote.SHIPPED, numbers));
  }

  /** Up to where another's log will be held when the disk has done what waits. */
  long planned(StoreId origin) {
    return planned.getOrDefault(origin, 0L);
  }

  /** What was planned is durable. */
  void done(StoreId origin, long sequence) {
    have.merge(origin, sequence, Math::max);
  }

  void replaced(Version version, Optional<Version> over) {
    replaced.put(version, over);
  }

  @Override
  public Optional<Stored> newest(PointKey key) {
    return points.newest(key);
  }

  @Override
  public LogPart log(long after, int most) {
    try {
      Optional<List<LoggedWrite>> lines = points.store().replica().entries(after, most);
      if (lines.isEmpty() || lines.get().isEmpty()) {
        return new LogPart(List.of(), after);
      }
      List<Shipment> own = lines.get().stream().flatMap(line -> shipment(line).stream()).toList();
      return new LogPart(own, lines.get().getLast().position().sequence());
    } catch (StoreDamagedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("a part of the log cannot be shipped");
      return new LogPart(List.of(), after);
    }
  }

  /** Empty for others' writes, and for those that a newer one has replaced: that one is shipped. */
  private Optional<Shipment> shipment(LoggedWrite line) {
    if (!writers.contains(line.version().node())
        || line.change() instanceof LoggedWrite.Change.Overtaken
        || indexes.find(line.key().collection()).isEmpty()) {
      return Optional.empty();
    }
    Stored record = new Stored(line.key(), line.version(), line.request(), line.change());
    // What is no longer known is taken for the write itself, so that no conflict is made up.
    Optional<Version> over = replaced.getOrDefault(line.version(), Optional.of(line.version()));
    return Optional.of(new Shipment(line.position().sequence(), record, over));
  }

  @Override
  public long logged() {
    return points.logged();
  }

  @Override
  public long have(StoreId origin) {
    return have.getOrDefault(origin, 0L);
  }

  @Override
  public long heard(StoreId origin) {
    return 0;
  }

  @Override
  public long promised() {
    return 0;
  }

  @Override
  public long floor() {
    return 0;
  }

  @Override
  public long highestClock() {
    return points.highestClock();
  }

  @Override
  public List<Long> digests() {
    return points.sums();
  }

  @Override
  public Map<PointKey, Version> versions(int slot) {
    return points.versions(slot);
  }
}
