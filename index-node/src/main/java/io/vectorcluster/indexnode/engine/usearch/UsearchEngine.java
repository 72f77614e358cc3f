package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.EngineException;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFolder;
import io.vectorcluster.indexnode.engine.checkpoint.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Makes indexes of graphs in native memory. */
public final class UsearchEngine implements VectorEngine {
  private final Executor background;
  private final EngineLimits limits;

  /**
   * @param background platform threads that insert and rebuild for all indexes of the node; each
   *     index uses two of them at most at one time, and must be closed before they end
   * @throws EngineException if the native library is not there: a node must say so at its start,
   *     not when the first graph is due
   */
  public UsearchEngine(Executor background, EngineLimits limits) {
    var _ = NativeLibraryFile.find();
    this.background = background;
    this.limits = limits;
  }

  @Override
  public VectorIndex create(VectorParams params) {
    return new UsearchVectorIndex(params, limits, background);
  }

  @Override
  public Opened open(VectorParams params, Path directory) {
    var folder = new CheckpointFolder(directory);
    var index = new UsearchVectorIndex(params, limits, background);
    boolean loaded = false;
    try {
      Optional<Manifest> manifest = folder.read(index.settings().fingerprint());
      if (manifest.isEmpty()) {
        return new Opened.Missing();
      }
      IndexCheckpoint.read(folder, manifest.get(), index);
      loaded = true;
      return new Opened.Loaded(index, manifest.get().coveredSequence());
    } catch (IOException | EngineException e) {
      return new Opened.Damaged(e.toString());
    } finally {
      if (!loaded) {
        index.close();
      }
    }
  }
}
