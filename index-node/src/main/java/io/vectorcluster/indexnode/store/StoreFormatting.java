package io.vectorcluster.indexnode.store;

import io.vectorcluster.topology.StoreId;

/**
 * What a new store is given.
 *
 * @param storeId drawn by the caller; a store that exists already keeps its own (protocol T3)
 * @param release the running release, kept in the store so that another one can name it
 */
public record StoreFormatting(StoreId storeId, String release) {
  public StoreFormatting {
    if (!release.matches("[A-Za-z0-9._+-]{1,64}")) {
      throw new IllegalArgumentException(
          "release: '%s' is not a version, use 1 to 64 letters, digits and . _ + -"
              .formatted(release));
    }
  }
}
