package io.vectorcluster.indexnode.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The oracle: what a store should hold after the same writes, kept in plain maps. */
final class StoreModel {
  private static final Comparator<PointKey> ORDER =
      Comparator.comparing(PointKey::collection)
          .thenComparingInt(PointKey::slot)
          .thenComparing(PointKey::id);

  private final TreeMap<PointKey, LoggedWrite> newest = new TreeMap<>(ORDER);
  private final Set<PointKey> purged = new TreeSet<>(ORDER);
  private final List<LoggedWrite> log = new ArrayList<>();
  private long highestClock;

  /** Applies a write and says whether it won. */
  boolean apply(LoggedWrite write) {
    log.add(write);
    highestClock = Math.max(highestClock, write.version().clock());
    LoggedWrite before = newest.get(write.key());
    if (write.change() instanceof LoggedWrite.Change.Purge) {
      return takeAway(
          write, before, before != null && before.change() instanceof LoggedWrite.Change.Delete);
    }
    if (write.change() instanceof LoggedWrite.Change.Forget) {
      return takeAway(write, before, true);
    }
    if (write.change() instanceof LoggedWrite.Change.Known) {
      return false;
    }
    if (before != null && before.version().compareTo(write.version()) >= 0) {
      return false;
    }
    newest.put(write.key(), write);
    return true;
  }

  private boolean takeAway(LoggedWrite write, @Nullable LoggedWrite before, boolean may) {
    boolean applied = may && before != null && before.version().equals(write.version());
    if (applied) {
      newest.remove(write.key());
      purged.add(write.key());
    }
    return applied;
  }

  void drop(CollectionNumber collection) {
    purged.removeIf(key -> key.collection().equals(collection));
    newest.keySet().removeIf(key -> key.collection().equals(collection));
  }

  Optional<LoggedWrite> newest(PointKey key) {
    return Optional.ofNullable(newest.get(key));
  }

  Optional<Head> head(PointKey key) {
    return newest(key).map(StoreModel::headOf);
  }

  private static Head headOf(LoggedWrite write) {
    return switch (write.change()) {
      case LoggedWrite.Change.Upsert(PointContent content) ->
          new Head.Live(write.version(), write.position(), content.hash(), content.sizeBytes());
      case LoggedWrite.Change.Delete _ -> new Head.Tombstone(write.version(), write.position());
      case LoggedWrite.Change.Overtaken _ -> headOf(write.effective());
      case LoggedWrite.Change.Purge _, LoggedWrite.Change.Forget _, LoggedWrite.Change.Known _ ->
          throw new AssertionError("this is no record: " + write);
    };
  }

  private static StoredPoint stored(LoggedWrite write, PointContent content) {
    ContentHash hash = content.hash();
    return new StoredPoint(
        PointContent.decode(write.key().id(), content.bytes(), Selection.ALL),
        write.version(),
        hash,
        write.position().sequence());
  }

  Optional<StoredPoint> point(PointKey key) {
    return newest(key)
        .flatMap(
            write ->
                switch (write.change()) {
                  case LoggedWrite.Change.Upsert(PointContent content) ->
                      Optional.of(stored(write, content));
                  case LoggedWrite.Change.Delete _,
                      LoggedWrite.Change.Purge _,
                      LoggedWrite.Change.Forget _,
                      LoggedWrite.Change.Known _,
                      LoggedWrite.Change.Overtaken _ ->
                      Optional.empty();
                });
  }

  /** Live points in the order of slots and ids. */
  List<StoredPoint> live(CollectionNumber collection) {
    return newest.keySet().stream()
        .filter(key -> key.collection().equals(collection))
        .flatMap(key -> point(key).stream())
        .toList();
  }

  Map<Integer, SlotDigest> digests(CollectionNumber collection) {
    Map<Integer, SlotDigest> digests = new HashMap<>();
    purged.stream()
        .filter(key -> key.collection().equals(collection))
        .forEach(key -> digests.put(key.slot(), SlotDigest.EMPTY));
    newest.forEach(
        (key, write) -> {
          if (key.collection().equals(collection)) {
            digests.merge(key.slot(), SlotDigest.of(key.id(), headOf(write)), SlotDigest::plus);
          }
        });
    return digests;
  }

  /** Compares all that can be read of a collection. */
  void check(ShardStore store, CollectionNumber collection) {
    List<StoredPoint> expected = live(collection);
    List<StoredPoint> scanned = new ArrayList<>();
    store.scanAll(collection, Selection.ALL, (slot, point) -> scanned.add(point));
    assertThat(scanned).isEqualTo(expected);

    List<PointKey> keys =
        newest.keySet().stream().filter(key -> key.collection().equals(collection)).toList();
    Map<PointKey, Head> heads = new HashMap<>();
    keys.forEach(key -> head(key).ifPresent(head -> heads.put(key, head)));
    assertThat(store.heads(keys)).isEqualTo(heads);
    assertThat(store.points(keys, Selection.ALL)).isEqualTo(expected);
    assertThat(store.digests(collection)).isEqualTo(digests(collection));
    assertThat(store.total(collection, Stores.allSlots()).points()).isEqualTo(expected.size());
    checkPages(store, collection, Math.max(1, expected.size() / 3));
  }

  private void checkPages(ShardStore store, CollectionNumber collection, int limit) {
    List<StoredPoint> paged = new ArrayList<>();
    Optional<PointId> from = Optional.empty();
    do {
      ScrollPage page =
          store.scan(collection, Stores.allSlots(), new ScrollQuery(from, limit, Selection.ALL));
      paged.addAll(page.points());
      from = page.next();
    } while (from.isPresent());
    List<StoredPoint> byId = new ArrayList<>(live(collection));
    byId.sort(Comparator.comparing(stored -> stored.point().id()));
    assertThat(paged).isEqualTo(byId);
  }

  /** Compares the position and the log from its start on. */
  void checkLog(ShardStore store) {
    long start = store.logStart();
    assertThat(store.position().highestClock()).isEqualTo(highestClock);
    assertThat(store.position().last().sequence()).isEqualTo(log.size());
    LogRead read = store.readLog(start, log.size() + 1);
    assertThat(read).isInstanceOf(LogRead.Entries.class);
    assertThat(((LogRead.Entries) read).entries())
        .isEqualTo(log.subList((int) start - 1, log.size()).stream().map(LogEntry::of).toList());
  }
}
