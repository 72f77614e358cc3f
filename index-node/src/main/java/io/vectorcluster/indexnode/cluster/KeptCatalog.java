package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;

/** The catalog as shard 0 keeps it: written and read as a point of that shard is (protocol R3). */
public interface KeptCatalog {

  /** The catalog that every acknowledged change has left; an empty one if there was none. */
  Outcome<Catalog> read(Deadline deadline);

  /**
   * Replaces it. A rejection with UNAVAILABLE or TIMEOUT leaves open whether it was done.
   *
   * @return the catalog that was written
   */
  Outcome<Catalog> write(Catalog next, Deadline deadline);
}
