package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import java.util.Optional;

/**
 * The catalog where it is kept (protocol R3). A rejection with UNAVAILABLE or TIMEOUT of a change
 * leaves open whether it was made.
 */
public interface CatalogAccess {

  /** The kept catalog if it is newer than a version. */
  Outcome<Optional<Catalog>> newerThan(long version, Deadline deadline);

  /** Adds a collection; CONFLICT if the name is taken. The answer is the catalog with it. */
  Outcome<Catalog> create(String name, CollectionConfig config, Deadline deadline);

  Outcome<Deletion> delete(String name, Deadline deadline);

  /**
   * A name that is gone.
   *
   * @param existed whether it was there before
   */
  record Deletion(boolean existed, Catalog catalog) {}
}
