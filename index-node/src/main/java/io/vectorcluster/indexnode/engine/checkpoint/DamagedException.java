package io.vectorcluster.indexnode.engine.checkpoint;

import java.io.IOException;

/** A file of a checkpoint is not what was written. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedException(String reason) {
    super(reason);
  }
}
