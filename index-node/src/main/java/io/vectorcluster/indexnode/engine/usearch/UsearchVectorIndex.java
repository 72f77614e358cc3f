package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.IndexFigures;
import io.vectorcluster.indexnode.engine.IndexHits;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * An index of graph segments and of points that wait for their place in one.
 *
 * <p>A put is visible at once, in the pending points, which searches scan. A background job moves
 * them into the open segment; full segments are sealed; another job rebuilds worn ones.
 */
final class UsearchVectorIndex implements VectorIndex {
  private final VectorParams params;
  private final EngineLimits limits;
  private final GraphSettings settings;
  private final ViewSearch.PendingMetric pendingMetric;
  private final IndexState state;
  private final PendingMover mover;
  private final BackgroundJob moving;
  private final BackgroundJob compacting;
  private final IndexCheckpoint checkpoint;
  // The graphs have a slot for each search and one for the writer; a call without one would fail.
  private final Semaphore searchSlots;

  UsearchVectorIndex(VectorParams params, EngineLimits limits, Executor background) {
    this.params = params;
    this.limits = limits;
    this.settings = GraphSettings.of(params, limits);
    this.pendingMetric = ViewSearch.PendingMetric.of(params.distance(), settings);
    this.state = new IndexState(limits);
    this.mover = new PendingMover(state, settings);
    this.moving = new BackgroundJob(background, this::move, state::fail);
    this.compacting = new BackgroundJob(background, this::compact, state::fail);
    this.checkpoint = new IndexCheckpoint(state, settings, mover.gate());
    this.searchSlots = new Semaphore(limits.searchThreads());
  }

  GraphSettings settings() {
    return settings;
  }

  IndexState state() {
    return state;
  }

  @Override
  public void put(PointId id, long sequence, float[] vector) {
    boolean worn = state.put(id, sequence, vector);
    moving.request();
    if (worn) {
      compacting.request();
    }
  }

  @Override
  public void remove(PointId id, long sequence) {
    if (state.remove(id)) {
      compacting.request();
    }
  }

  private void move() {
    if (mover.run()) {
      moving.request();
      // A full segment may have been sealed.
      compacting.request();
    }
  }

  private void compact() {
    if (new Compaction(state, settings, state::closed).run()) {
      compacting.request();
    }
  }

  @Override
  public IndexHits search(float[] query, IndexSearch search) {
    if (query.length != params.size()) {
      throw new IllegalArgumentException(
          "query: %d dimensions, the index has %d".formatted(query.length, params.size()));
    }
    int ef = Math.max(search.k(), search.ef() == 0 ? params.hnsw().ef() : search.ef());
    searchSlots.acquireUninterruptibly();
    try {
      IndexView view = state.pin();
      try {
        return new ViewSearch(view, search, query, ef, limits.exactBelow()).run(pendingMetric);
      } finally {
        view.graphs().release();
      }
    } finally {
      searchSlots.release();
    }
  }

  @Override
  public boolean quantised() {
    return settings.scalar() != Precision.FLOAT32;
  }

  @Override
  public IndexFigures figures() {
    return state.figures();
  }

  @Override
  public boolean awaitIndexed(Duration timeout) {
    return state.awaitMoved(timeout);
  }

  @Override
  public void checkpoint(Path directory, long coveredSequence) throws IOException {
    checkpoint.write(directory, coveredSequence);
  }

  @Override
  public void close() {
    // The gate: no batch is being added when the open segment loses its owner.
    mover.gate().lock();
    try {
      state.close();
    } finally {
      mover.gate().unlock();
    }
  }
}
