package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation under way: who has answered what in the phase it is in. */
final class QuorumOperation {
  private final long call;
  private final PointKey key;
  private final QuorumEvent.@Nullable Write write;
  private final long begunAt;
  private final Map<StoreId, Optional<Stored>> told = new HashMap<>();
  private final Set<StoreId> kept = new HashSet<>();
  private @Nullable Stored storing;
  long sentAt;

  private QuorumOperation(
      long call, PointKey key, QuorumEvent.@Nullable Write write, long begunAt) {
    this.call = call;
    this.key = key;
    this.write = write;
    this.begunAt = begunAt;
  }

  static QuorumOperation write(QuorumEvent.Write write, long nowMs) {
    return new QuorumOperation(write.call(), write.key(), write, nowMs);
  }

  static QuorumOperation read(QuorumEvent.StrongRead read, long nowMs) {
    return new QuorumOperation(read.call(), read.key(), null, nowMs);
  }

  long call() {
    return call;
  }

  PointKey key() {
    return key;
  }

  long begunAt() {
    return begunAt;
  }

  boolean isRead() {
    return write == null;
  }

  private QuorumEvent.Write asWrite() {
    return Optional.ofNullable(write).orElseThrow();
  }

  RequestId request() {
    return asWrite().request();
  }

  boolean isOf(RequestId other) {
    return write != null && write.request().equals(other);
  }

  Stored stamped(Version version) {
    return new Stored(key, version, request(), asWrite().change());
  }

  /** What is being stored; empty while replicas are asked. */
  Optional<Stored> storing() {
    return Optional.ofNullable(storing);
  }

  void store(Stored record) {
    storing = record;
  }

  void told(StoreId from, Optional<Stored> newest) {
    told.put(from, newest);
  }

  void kept(StoreId from) {
    kept.add(from);
  }

  boolean heard(StoreId member) {
    return storing == null ? told.containsKey(member) : kept.contains(member);
  }

  /** Of the phase it is in. */
  int answers() {
    return storing == null ? told.size() : kept.size();
  }

  Optional<Stored> newest() {
    return QuorumCoordinator.newest(told.values());
  }

  void beginAnew() {
    told.clear();
    kept.clear();
    storing = null;
  }
}
