package io.vectorcluster.indexnode.engine;

/** An index that can no longer be trusted: throw it away and rebuild it from the store. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
