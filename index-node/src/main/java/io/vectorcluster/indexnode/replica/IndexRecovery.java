package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogRead;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.PointVisitor;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.StoreDamagedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an index to where the store is: from its checkpoint and the log after it, or, if there is
 * none that can be trusted, from every point of the store.
 */
record IndexRecovery(ShardStore store, VectorEngine engine, IndexFolders folders) {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRecovery.class);
  private static final int LOG_PAGE = 4_096;

  /** Opens the indexes of a collection; afterwards they know everything that the store holds. */
  CollectionIndexes open(Collection collection) {
    folders.create(collection.number());
    Map<String, VectorIndex> indexes = new HashMap<>();
    for (Map.Entry<String, VectorParams> space : collection.config().vectors().entrySet()) {
      indexes.put(space.getKey(), open(collection, space.getKey(), space.getValue()));
    }
    return new CollectionIndexes(collection, indexes);
  }

  private VectorIndex open(Collection collection, String using, VectorParams params) {
    Path folder = folders.of(collection, using);
    return switch (engine.open(params, folder)) {
      case VectorEngine.Opened.Loaded(VectorIndex index, long covered) ->
          replay(collection, using, index, covered)
              ? index
              : rebuild(collection, using, params, "the log no longer reaches its checkpoint");
      case VectorEngine.Opened.Missing _ -> rebuild(collection, using, params, "no checkpoint yet");
      case VectorEngine.Opened.Damaged(String reason) -> rebuild(collection, using, params, reason);
    };
  }

  /**
   * Applies what the log has after a checkpoint; false, and the index closed, if that is not all.
   */
  private boolean replay(Collection collection, String using, VectorIndex index, long covered) {
    long from = covered + 1;
    long applied = 0;
    while (true) {
      switch (store.readLog(from, LOG_PAGE)) {
        case LogRead.Trimmed _ -> {
          index.close();
          return false;
        }
        case LogRead.Entries(List<LogEntry> entries) -> {
          if (entries.isEmpty()) {
            LOG.atInfo()
                .addKeyValue("collection", collection.number().value())
                .addKeyValue("covered", covered)
                .addKeyValue("replayed", applied)
                .log("index loaded from its checkpoint");
            return true;
          }
          for (LogEntry entry : entries) {
            if (entry.key().collection().equals(collection.number())) {
              replay(entry.key(), entry.position().sequence(), using, index);
              applied++;
            }
          }
          from = entries.getLast().position().sequence() + 1;
        }
      }
    }
  }

  /** The log names points, it does not carry them: the store's present record is what counts. */
  private void replay(PointKey key, long sequence, String using, VectorIndex index) {
    Optional<StoredPoint> present;
    try {
      present = store.point(key, justVector(using));
    } catch (StoreDamagedException e) {
      // It is shown to nobody. The repair of its slot brings it back, to the index too.
      LOG.atError().addKeyValue("why", e.getMessage()).log("a record is left out of its index");
      present = Optional.empty();
    }
    DenseVector vector = present.map(p -> p.point().vectors().get(using)).orElse(null);
    if (vector == null) {
      index.remove(key.id(), sequence);
    } else {
      index.put(key.id(), present.orElseThrow().sequence(), vector.values());
    }
  }

  private VectorIndex rebuild(
      Collection collection, String using, VectorParams params, String why) {
    VectorIndex index = engine.create(params);
    Rebuilding points = new Rebuilding(using, index);
    store.scanAll(collection.number(), justVector(using), points);
    if (points.damaged > 0) {
      LOG.atError()
          .addKeyValue("collection", collection.number().value())
          .addKeyValue("records", points.damaged)
          .addKeyValue("first", points.firstDamage)
          .log("damaged records are left out of an index until their slots are repaired");
    }
    if (points.put > 0) {
      LOG.atWarn()
          .addKeyValue("collection", collection.number().value())
          .addKeyValue("points", points.put)
          .addKeyValue("why", why)
          .log("index rebuilt from the store");
    }
    return index;
  }

  /** Fills an index. A damaged record is shown to nobody, and keeps nobody from the others. */
  private static final class Rebuilding implements PointVisitor {
    private final String using;
    private final VectorIndex index;
    private long put;
    private long damaged;
    private String firstDamage = "";

    Rebuilding(String using, VectorIndex index) {
      this.using = using;
      this.index = index;
    }

    @Override
    public boolean visit(int slot, StoredPoint stored) {
      DenseVector vector = stored.point().vectors().get(using);
      if (vector != null) {
        index.put(stored.point().id(), stored.sequence(), vector.values());
        put++;
      }
      return true;
    }

    @Override
    public void damaged(StoreDamagedException damage) {
      if (damaged++ == 0) {
        firstDamage = String.valueOf(damage.getMessage());
      }
    }
  }

  private static Selection justVector(String using) {
    return new Selection(false, Optional.of(Set.of(using)));
  }
}
