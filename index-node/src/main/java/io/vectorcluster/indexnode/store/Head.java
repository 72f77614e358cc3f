package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.Version;

/**
 * What a store knows of a point without its content: small, so that verifying a hit, counting and
 * comparing read no vectors.
 */
public sealed interface Head {
  Version version();

  /** The log entry that made it. */
  LogPosition position();

  /**
   * The point is there.
   *
   * @param contentBytes size of its encoded content
   */
  record Live(Version version, LogPosition position, ContentHash hash, int contentBytes)
      implements Head {}

  /** The point was deleted: older writes must not bring it back (protocol V5). */
  record Tombstone(Version version, LogPosition position) implements Head {}
}
