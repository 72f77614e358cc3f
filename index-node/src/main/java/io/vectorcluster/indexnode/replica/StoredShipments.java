package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.multiprimary.MultiStoreView;
import io.vectorcluster.indexnode.replication.multiprimary.Shipment;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogRead;
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

  /** Lines of the log that are looked at at once. */
  private static final int MOST_SCANNED = 4_096;

  /** Contents of so many bytes are shipped at once at most, one more. */
  private static final long MOST_BYTES = 4 << 20;

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

  /**
   * Where nothing of its own follows there is nothing to tell: that others' writes are passed over
   * would have to be made durable there.
   */
  @Override
  public LogPart log(long after, int most) {
    return switch (points.store().readLog(after + 1, MOST_SCANNED)) {
      case LogRead.Trimmed _ -> new LogPart(List.of(), after);
      case LogRead.Entries(List<LogEntry> lines) -> part(after, most, lines);
    };
  }

  private LogPart part(long after, int most, List<LogEntry> lines) {
    List<Shipment> own = new ArrayList<>();
    long bytes = 0;
    long until = after;
    for (LogEntry line : lines) {
      if (own.size() == most || bytes > MOST_BYTES) {
        return new LogPart(own, until);
      }
      Optional<Shipment> shipment = shipment(line);
      if (shipment.isPresent()) {
        own.add(shipment.get());
        bytes += shipment.get().record().sizeBytes();
      }
      until = line.position().sequence();
    }
    boolean nothing = own.isEmpty() && lines.size() < MOST_SCANNED;
    return new LogPart(own, nothing ? after : until);
  }

  /** Empty for others' writes, and for those that a newer one has replaced: that one is shipped. */
  private Optional<Shipment> shipment(LogEntry line) {
    if (!writers.contains(line.version().node())
        || indexes.find(line.key().collection()).isEmpty()) {
      return Optional.empty();
    }
    // What is no longer known is taken for the write itself, so that no conflict is made up.
    Optional<Version> over = replaced.getOrDefault(line.version(), Optional.of(line.version()));
    return readable(line.key())
        .filter(record -> record.version().equals(line.version()))
        .map(record -> new Shipment(line.position().sequence(), record, over));
  }

  /** What is damaged is shown to nobody: others get it by comparing, once it is whole. */
  private Optional<Stored> readable(PointKey key) {
    try {
      return points.newest(key);
    } catch (StoreDamagedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("a damaged record was not shipped");
      return Optional.empty();
    }
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
}
