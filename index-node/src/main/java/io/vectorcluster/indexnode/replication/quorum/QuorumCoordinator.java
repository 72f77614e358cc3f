package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out operations: asks R replicas, then stores at W. Another set begins an operation anew,
 * under the version it has been given (Q1, V4). Confined to one thread.
 */
final class QuorumCoordinator {
  private final long incarnation;
  private final HybridClock clock;
  private final QuorumTiming timing;
  private final QuorumRule.Kept rules;
  private final Map<Long, QuorumOperation> running = new LinkedHashMap<>();

  /** Versions of the last minutes, the oldest first; a retry reuses its own. */
  private final Map<Change, Remembered> stamped = new LinkedHashMap<>();

  private QuorumView view;
  private long numbers;

  /** A request changes several points, each under a version of its own. */
  private record Change(RequestId request, PointKey key) {}

  private record Remembered(Version version, long atMs) {}

  QuorumCoordinator(
      long incarnation,
      long highestClock,
      QuorumTiming timing,
      QuorumRule.Kept rules,
      QuorumView view) {
    this.incarnation = incarnation;
    this.clock = new HybridClock(highestClock);
    this.timing = timing;
    this.rules = rules;
    this.view = view;
  }

  void write(QuorumEvent.Write write, long nowMs, List<QuorumEffect> effects) {
    begin(QuorumOperation.write(write, nowMs), nowMs, effects);
  }

  void read(QuorumEvent.StrongRead read, long nowMs, List<QuorumEffect> effects) {
    begin(QuorumOperation.read(read, nowMs), nowMs, effects);
  }

  private void begin(QuorumOperation operation, long nowMs, List<QuorumEffect> effects) {
    running.put(++numbers, operation);
    send(numbers, operation, nowMs, effects);
  }

  private void send(
      long number, QuorumOperation operation, long nowMs, List<QuorumEffect> effects) {
    operation.sentAt = nowMs;
    QuorumMessage.OperationId id = new QuorumMessage.OperationId(incarnation, number);
    Optional<Stored> storing = operation.storing();
    QuorumMessage message =
        storing.isPresent()
            ? new QuorumMessage.Store(view.epoch(), id, storing.get())
            : new QuorumMessage.Ask(view.epoch(), id, operation.key());
    for (StoreId member : view.set().members()) {
      if (!operation.heard(member)) {
        effects.add(new QuorumEffect.Send(member, message));
      }
    }
  }

  void receive(StoreId from, QuorumMessage message, long nowMs, List<QuorumEffect> effects) {
    if (message.epoch() != view.epoch() && rules.keep(QuorumRule.ONE_EPOCH)) {
      return;
    }
    switch (message) {
      case QuorumMessage.Told(long _, var id, var newest) when id.incarnation() == incarnation ->
          told(from, id.number(), newest, nowMs, effects);
      case QuorumMessage.Kept(long _, var id) when id.incarnation() == incarnation ->
          kept(from, id.number(), effects);
      default -> {}
    }
  }

  private void told(
      StoreId from, long number, Optional<Stored> newest, long nowMs, List<QuorumEffect> effects) {
    QuorumOperation operation = running.get(number);
    if (operation == null || operation.storing().isPresent()) {
      return;
    }
    operation.told(from, newest);
    int enough = rules.keep(QuorumRule.ASK_READ_QUORUM) ? view.set().read() : 1;
    if (operation.answers() < enough) {
      return;
    }
    Optional<Stored> found = operation.newest();
    if (operation.isRead() && (found.isEmpty() || !rules.keep(QuorumRule.WRITE_BACK))) {
      running.remove(number);
      effects.add(new QuorumEffect.Found(operation.call(), found));
      return;
    }
    operation.store(
        operation.isRead()
            ? found.orElseThrow()
            : operation.stamped(version(operation, found, nowMs)));
    send(number, operation, nowMs, effects);
  }

  private Version version(QuorumOperation operation, Optional<Stored> found, long nowMs) {
    Change change = new Change(operation.request(), operation.key());
    Remembered before = stamped.get(change);
    if (before != null && rules.keep(QuorumRule.KEEP_VERSION)) {
      return before.version();
    }
    if (rules.keep(QuorumRule.STAMP_ABOVE_FOUND)) {
      found.ifPresent(record -> clock.observe(record.version().clock()));
    }
    Version version = new Version(view.epoch(), clock.next(nowMs), incarnation);
    stamped.put(change, new Remembered(version, nowMs));
    return version;
  }

  private void kept(StoreId from, long number, List<QuorumEffect> effects) {
    QuorumOperation operation = running.get(number);
    if (operation == null || operation.storing().isEmpty()) {
      return;
    }
    operation.kept(from);
    int enough = rules.keep(QuorumRule.STORE_AT_WRITE_QUORUM) ? view.set().write() : 1;
    if (operation.answers() >= enough) {
      running.remove(number);
      Stored stored = operation.storing().orElseThrow();
      effects.add(
          operation.isRead()
              ? new QuorumEffect.Found(operation.call(), Optional.of(stored))
              : new QuorumEffect.Written(operation.call(), stored.version()));
    }
  }

  /** What was asked and stored of another set does not count. */
  void adopt(QuorumView newer, long nowMs, List<QuorumEffect> effects) {
    view = newer;
    running.forEach(
        (number, operation) -> {
          if (rules.keep(QuorumRule.ONE_EPOCH)) {
            operation.beginAnew();
          }
          send(number, operation, nowMs, effects);
        });
  }

  /** How many operations are under way. */
  int running() {
    return running.size();
  }

  /** Whether this process has taken a request's change before: it would reuse its version. */
  boolean knows(RequestId request, PointKey key) {
    return stamped.containsKey(new Change(request, key))
        || running.values().stream().anyMatch(each -> each.key().equals(key) && each.isOf(request));
  }

  void tick(long nowMs, List<QuorumEffect> effects) {
    Iterator<Remembered> oldest = stamped.values().iterator();
    while (oldest.hasNext() && nowMs - oldest.next().atMs() > timing.remembered()) {
      oldest.remove();
    }
    List<Long> ended = new ArrayList<>();
    running.forEach(
        (number, operation) -> {
          if (nowMs - operation.begunAt() > timing.giveUp()) {
            ended.add(number);
            effects.add(new QuorumEffect.Unknown(operation.call()));
          } else if (nowMs - operation.sentAt >= timing.resend()) {
            send(number, operation, nowMs, effects);
          }
        });
    ended.forEach(running::remove);
  }

  static Optional<Stored> newest(Iterable<Optional<Stored>> answers) {
    List<Stored> all = new ArrayList<>();
    answers.forEach(answer -> answer.ifPresent(all::add));
    return all.stream().max(Comparator.comparing(Stored::version));
  }
}
