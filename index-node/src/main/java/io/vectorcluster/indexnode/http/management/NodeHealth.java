package io.vectorcluster.indexnode.http.management;

import io.vectorcluster.indexnode.core.ReplicaDigest;
import java.util.List;
import java.util.Optional;

/** What a node knows of its own state. Called on virtual threads; answers at once. */
public interface NodeHealth {
  /** Whether the process can go on; if not, it should be started anew. */
  boolean alive();

  /** Why the node should get no requests yet, each a short sentence; empty if it is ready. */
  List<String> readiness();

  /** What the store comes to; empty while it has no replica, or is written without a pause. */
  Optional<ReplicaDigest> digest();
}
