package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;

/** A point as one write left it; of two the newer counts. */
public record Stored(PointKey key, Version version, RequestId request, LoggedWrite.Change change) {

  /** Of its content. */
  public long sizeBytes() {
    return change instanceof LoggedWrite.Change.Upsert(PointContent content)
        ? content.sizeBytes()
        : 0;
  }

  public boolean isNewerThan(Stored other) {
    return version.compareTo(other.version()) > 0;
  }
}
