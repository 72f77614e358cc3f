package io.vectorcluster.indexnode.engine.exact;

import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.EngineDistance;
import io.vectorcluster.indexnode.engine.IndexFigures;
import io.vectorcluster.indexnode.engine.IndexHits;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.NearestHits;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFile;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFolder;
import io.vectorcluster.indexnode.engine.checkpoint.Manifest;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles.VectorRecord;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A map of vectors, scanned by every search. */
final class ExactVectorIndex implements VectorIndex {
  private final VectorParams params;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<PointId, VectorRecord> points = new HashMap<>();
  private boolean closed;

  ExactVectorIndex(VectorParams params) {
    this.params = params;
  }

  static String settings(VectorParams params) {
    return "exact %d %s".formatted(params.size(), params.distance());
  }

  @Override
  public void put(PointId id, long sequence, float[] vector) {
    lock.writeLock().lock();
    try {
      requireOpen();
      points.put(id, new VectorRecord(id, sequence, vector));
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void remove(PointId id, long sequence) {
    lock.writeLock().lock();
    try {
      requireOpen();
      points.remove(id);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public IndexHits search(float[] query, IndexSearch search) {
    lock.readLock().lock();
    try {
      requireOpen();
      var nearest = new NearestHits(search.k());
      long compared = 0;
      for (VectorRecord point : points.values()) {
        if (search.allows(point.id())) {
          float distance = EngineDistance.between(params.distance(), query, point.vector());
          nearest.offer(point.id(), point.sequence(), distance);
          compared++;
        }
      }
      return new IndexHits(nearest.sorted(), new SearchStats(compared, compared));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public boolean quantised() {
    return false;
  }

  @Override
  public IndexFigures figures() {
    lock.readLock().lock();
    try {
      return new IndexFigures(points.size(), 0, 0, 0, 0, 0);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public boolean awaitIndexed(Duration timeout) {
    return true;
  }

  @Override
  public void checkpoint(Path directory, long coveredSequence) throws IOException {
    List<VectorRecord> copy;
    lock.readLock().lock();
    try {
      requireOpen();
      copy = List.copyOf(points.values());
    } finally {
      lock.readLock().unlock();
    }
    var folder = new CheckpointFolder(directory);
    Path file = folder.newPath(CheckpointFile.Role.POINTS, folder.begin(), 0);
    PointFiles.writeVectors(file, copy);
    CheckpointFile written = folder.seal(CheckpointFile.Role.POINTS, file, copy.size());
    folder.commit(new Manifest(settings(params), coveredSequence, List.of(written)));
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      points.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the index is closed");
    }
  }
}
