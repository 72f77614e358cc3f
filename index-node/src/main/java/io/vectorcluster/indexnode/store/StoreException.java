package io.vectorcluster.indexnode.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do its work; the message names the problem and the remedy. */
public class StoreException extends RuntimeException {
  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
