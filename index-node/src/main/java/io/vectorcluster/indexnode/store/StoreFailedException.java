package io.vectorcluster.indexnode.store;

import org.jspecify.annotations.Nullable;

/**
 * A write or fsync failed earlier and nothing is served since: what the disk holds is known again
 * only after a restart. A failed fsync is never repeated, since the kernel may have dropped the
 * pages (Rebello et al. 2020, "Can Applications Recover from fsync Failures?").
 */
public final class StoreFailedException extends StoreException {
  StoreFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
