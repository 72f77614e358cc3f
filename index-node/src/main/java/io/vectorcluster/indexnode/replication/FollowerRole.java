package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A member that is not the primary: it is made equal to the primary, then follows its log. */
final class FollowerRole implements Role {
  private final StoreId self;
  private final long incarnation;
  private final StoreView store;
  private final Timing timing;
  private final Rules rules;
  private final BadSlots bad;
  private final SlotRepair repair;
  private ShardView view;
  private final long since;
  private long hellos;
  private @Nullable HelloId hello;
  private long askedAt;
  private long wantedAt;
  private long heardAt;

  /** The session it follows: has been made equal to, or is being. */
  private @Nullable Session session;

  /** Slots whose images are still missing; null once it is equal. */
  private @Nullable TreeSet<Integer> missing;

  /** Whether the log on the disk is the one it follows by. */
  private boolean begun;

  /** Entries that came since it began to be made equal. */
  private final List<LoggedWrite> later = new ArrayList<>();

  /** The last entry that was given to the disk. */
  private LogPosition logged;

  FollowerRole(
      StoreId self,
      long incarnation,
      StoreView store,
      Timing timing,
      Rules rules,
      BadSlots bad,
      ShardView view,
      long nowMs) {
    this.self = self;
    this.incarnation = incarnation;
    this.store = store;
    this.timing = timing;
    this.rules = rules;
    this.view = view;
    this.bad = bad;
    this.repair = new SlotRepair(bad, timing, rules);
    this.since = view.epoch();
    this.logged = store.last();
    this.heardAt = nowMs;
    this.askedAt = nowMs - timing.resend();
  }

  @Override
  public void adopt(ShardView next, Step step) {
    long former = view.epoch();
    view = next;
    if (next.epoch() != former) {
      acknowledge(store.last(), step); // What it was told before, the primary passes over.
    }
  }

  @Override
  public void receive(StoreId from, Message message, Step step) {
    if (!view.isPrimary(from)) {
      return;
    }
    heardAt = step.nowMs();
    switch (message) {
      case Message.Invitation _ -> ask(step);
      case Message.Resume resume -> resume(resume);
      case Message.MakeEqual order -> makeEqual(order, step);
      case Message.SlotImage image -> image(image, step);
      case Message.Append append -> append(append, step);
      case Message.Confirm confirm -> {
        if (confirm.session().equals(session)) {
          step.send(from, new Message.Confirmed(view.epoch(), confirm.session(), confirm.round()));
        }
      }
      case Message.SlotWanted wanted -> {
        if (isEqual(wanted.id())) {
          SlotSource.show(from, wanted, store, bad, view.epoch(), step);
        }
      }
      case Message.SumsWanted wanted -> {
        if (isEqual(wanted.id())) {
          SlotSource.sums(from, wanted, store, view.epoch(), step);
        }
      }
      case Message.SlotsDiffer differ -> {
        if (isEqual(differ.id())) {
          differ.slots().forEach(bad::add);
        }
      }
      case Message.Hello _,
          Message.Sums _,
          Message.Ack _,
          Message.Confirmed _,
          Message.OfMove _,
          Message.Alive _ -> {}
    }
  }

  private boolean isEqual(HelloId id) {
    return id.equals(hello) && session != null && begun && missing == null;
  }

  /** Asks to follow, once the disk has done everything it was given. */
  private void ask(Step step) {
    if (step.nowMs() - askedAt < timing.resend() || step.onDisk() > 0) {
      return;
    }
    askedAt = step.nowMs();
    hello = new HelloId(incarnation, since, ++hellos);
    session = null;
    missing = null;
    later.clear();
    repair.abandon();
    step.send(
        primary(),
        new Message.Hello(view.epoch(), hello, store.follows(), store.last(), store.digests()));
  }

  private void resume(Message.Resume resume) {
    if (resume.id().equals(hello) && session == null) {
      session = resume.session();
      missing = null;
      begun = true;
    }
  }

  private void makeEqual(Message.MakeEqual order, Step step) {
    if (!order.id().equals(hello) || session != null) {
      return;
    }
    session = order.session();
    begun = false;
    missing = new TreeSet<>(order.slots());
    if (rules.keep(Rule.COUNT_FROM_START)) {
      logged = order.start();
    }
    step.add(new Effect.BeginLog(order.start()));
    wantedAt = step.nowMs();
    wantNext(step);
  }

  private void wantNext(Step step) {
    if (missing == null || hello == null || session == null) {
      return;
    }
    if (missing.isEmpty()) {
      step.add(new Effect.MarkEqual(session));
    } else {
      step.send(primary(), new Message.SlotWanted(view.epoch(), hello, missing.first()));
    }
  }

  private void image(Message.SlotImage image, Step step) {
    if (isEqual(image.id())) {
      repair.take(image);
      repair.finish(logged, step);
      return;
    }
    if (!image.id().equals(hello)
        || missing == null
        || missing.isEmpty()
        || missing.first() != image.slot()) {
      return;
    }
    wantedAt = step.nowMs();
    List<LoggedWrite> after =
        later.stream()
            .filter(entry -> entry.key().slot() == image.slot())
            .filter(entry -> entry.position().sequence() > image.at().sequence())
            .toList();
    step.add(
        new Effect.ReplaceSlot(
            image.id(),
            image.slot(),
            rules.keep(Rule.DROP_WHAT_PRIMARY_LACKS)
                ? image.records()
                : SlotSource.merged(image, store),
            rules.keep(Rule.SHIP_RETRIES) ? image.retries() : List.of(),
            after));
  }

  @Override
  public void logBegun(Step step) {
    begun = true;
  }

  @Override
  public void slotReplaced(Event.SlotReplaced replaced, Step step) {
    if (replaced.id().equals(hello) && missing != null && missing.remove(replaced.slot())) {
      later.removeIf(entry -> entry.key().slot() == replaced.slot());
      wantNext(step);
    }
  }

  @Override
  public void markedEqual(Event.MarkedEqual marked, Step step) {
    if (marked.session().equals(session)) {
      missing = null;
      later.clear();
      acknowledge(store.last(), step);
    }
  }

  private void append(Message.Append append, Step step) {
    if (!append.session().equals(session) || !append.id().equals(hello)) {
      if (rules.keep(Rule.ONE_SESSION)) {
        ask(step);
        return;
      }
      session = append.session();
      hello = append.id();
      begun = true;
    }
    List<LoggedWrite> fresh =
        append.entries().stream()
            .filter(entry -> entry.position().sequence() > logged.sequence())
            .toList();
    boolean gap =
        append.before().sequence() > logged.sequence()
            || (!fresh.isEmpty()
                && fresh.getFirst().position().sequence() != logged.sequence() + 1);
    if (fresh.isEmpty() || (gap && rules.keep(Rule.NO_GAPS))) {
      acknowledge(store.last(), step);
      return;
    }
    for (LoggedWrite entry : fresh) {
      if (missing != null && missing.contains(entry.key().slot())) {
        later.add(entry);
      }
    }
    logged = fresh.getLast().position();
    step.add(new Effect.Persist(fresh, missing == null ? Set.of() : Set.copyOf(missing)));
    repair.logged(fresh);
    repair.finish(logged, step);
    if (!rules.keep(Rule.ACK_DURABLE)) {
      acknowledge(logged, step);
    }
  }

  private void acknowledge(LogPosition durable, Step step) {
    if (session != null && hello != null && begun) {
      step.send(primary(), new Message.Ack(view.epoch(), hello, session, durable, missing == null));
    }
  }

  @Override
  public void persisted(Event.Persisted persisted, Step step) {
    acknowledge(persisted.upTo(), step);
  }

  @Override
  public void tick(Step step) {
    if (session == null) {
      ask(step);
    } else if (missing != null && step.nowMs() - wantedAt >= timing.resend()) {
      wantedAt = step.nowMs();
      wantNext(step);
    } else if (hello != null && isEqual(hello)) {
      HelloId id = hello;
      repair
          .due(logged.sequence(), List.of(), step.nowMs())
          .ifPresent(slot -> step.send(primary(), new Message.SlotWanted(view.epoch(), id, slot)));
    }
  }

  @Override
  public long heardAt() {
    return heardAt;
  }

  private StoreId primary() {
    return Optional.ofNullable(view.replicas().primary()).orElseThrow();
  }

  @Override
  public MemberReport report(long nowMs) {
    boolean silent = view.isInSync(self) && nowMs - heardAt > timing.primarySilent();
    return MemberReport.ofMember(self, view.epoch(), silent, store.last().sequence());
  }
}
