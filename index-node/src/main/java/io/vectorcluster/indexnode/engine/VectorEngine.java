package io.vectorcluster.indexnode.engine;

import io.vectorcluster.indexnode.core.VectorParams;
import java.nio.file.Path;

/** Makes indexes. */
public interface VectorEngine {

  /** An empty index. */
  VectorIndex create(VectorParams params);

  /** The index of a checkpoint, checked byte by byte, or why there is none. */
  Opened open(VectorParams params, Path directory);

  /** What was found in a checkpoint's folder. */
  sealed interface Opened {
    /**
     * The index as it was checkpointed.
     *
     * @param coveredSequence operations after this one are to be applied again
     */
    record Loaded(VectorIndex index, long coveredSequence) implements Opened {}

    /** No checkpoint was ever completed here. */
    record Missing() implements Opened {}

    /** Not to be trusted: rebuild from the store; a later checkpoint replaces the files. */
    record Damaged(String reason) implements Opened {}
  }
}
