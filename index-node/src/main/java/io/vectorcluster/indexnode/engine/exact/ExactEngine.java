package io.vectorcluster.indexnode.engine.exact;

import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFile;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFolder;
import io.vectorcluster.indexnode.engine.checkpoint.Manifest;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes {@link ExactVectorIndex}es. */
public final class ExactEngine implements VectorEngine {

  @Override
  public VectorIndex create(VectorParams params) {
    return new ExactVectorIndex(params);
  }

  @Override
  public Opened open(VectorParams params, Path directory) {
    try {
      var folder = new CheckpointFolder(directory);
      Optional<Manifest> manifest = folder.read(ExactVectorIndex.settings(params));
      if (manifest.isEmpty()) {
        return new Opened.Missing();
      }
      var index = new ExactVectorIndex(params);
      for (CheckpointFile file : manifest.get().files()) {
        PointFiles.readVectors(
            folder.path(file),
            file.count(),
            params.size(),
            point -> index.put(point.id(), point.sequence(), point.vector()));
      }
      return new Opened.Loaded(index, manifest.get().coveredSequence());
    } catch (IOException e) {
      return new Opened.Damaged(e.toString());
    }
  }
}
