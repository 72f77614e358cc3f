package io.vectorcluster.indexnode.http;

import io.vectorcluster.indexnode.core.ReplicaDigest;
import io.vectorcluster.indexnode.http.management.NodeHealth;
import java.util.List;
import java.util.Optional;

/** A node's health, which is no longer ready once it is about to stop. */
final class Draining implements NodeHealth {
  private final NodeHealth health;
  private volatile boolean draining;

  Draining(NodeHealth health) {
    this.health = health;
  }

  void begin() {
    draining = true;
  }

  @Override
  public boolean alive() {
    return health.alive();
  }

  @Override
  public List<String> readiness() {
    return draining ? List.of("the node is shutting down") : health.readiness();
  }

  @Override
  public Optional<ReplicaDigest> digest() {
    return health.digest();
  }
}
