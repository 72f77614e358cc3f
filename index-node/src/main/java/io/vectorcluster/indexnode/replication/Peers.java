package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The other members, as their primary sees them: who follows, and how far. */
final class Peers {
  private final Session session;
  private final StoreView store;
  private final WriteWindow writes;
  private final Timing timing;
  private final NavigableMap<StoreId, Peer> peers = new TreeMap<>();

  Peers(Session session, StoreView store, WriteWindow writes, Timing timing) {
    this.session = session;
    this.store = store;
    this.writes = writes;
    this.timing = timing;
  }

  /** Keeps those that stay members. */
  void follow(ShardView view, StoreId self, long nowMs) {
    peers.keySet().retainAll(view.others(self));
    for (StoreId member : view.others(self)) {
      Peer peer = peers.computeIfAbsent(member, any -> new Peer(nowMs));
      if (peer.lost && !view.isInSync(member)) {
        // A joiner now: it may begin again.
        peer.lost = false;
      }
    }
  }

  /** Whether it is a member that is spoken with; its silence is over. */
  boolean heard(StoreId from, long nowMs) {
    @Nullable Peer peer = peers.get(from);
    if (peer == null) {
      return false;
    }
    peer.heardAt = nowMs;
    return true;
  }

  private Peer peer(StoreId member) {
    return Optional.ofNullable(peers.get(member)).orElseThrow();
  }

  /**
   * A member asks to follow.
   *
   * @param counts whether acknowledgements rest on it at present: it may then only go on where it
   *     was
   */
  void hello(StoreId from, Message.Hello hello, boolean counts, long epoch, Step step) {
    Peer peer = peer(from);
    if (peer.lost || hello.id().isNotAfter(peer.hello)) {
      return;
    }
    boolean followed = hello.follows().filter(session::equals).isPresent();
    long last = hello.last().sequence();
    boolean reaches = followed && store.entries(last, 1).isPresent();
    if (counts && (!reaches || last < peer.mostAcked)) {
      peer.lost = true;
      peer.hello = null;
      peer.equal = false;
      return;
    }
    peer.hello = hello.id();
    peer.sentAt = step.nowMs();
    if (reaches) {
      peer.equal = true;
      peer.acked = last;
      peer.start = last;
      peer.sent = last;
      step.send(from, new Message.Resume(epoch, hello.id(), session));
    } else {
      LogPosition start = store.last();
      peer.equal = false;
      peer.acked = 0;
      peer.mostAcked = 0;
      peer.start = start.sequence();
      peer.sent = peer.start;
      step.send(
          from,
          new Message.MakeEqual(
              epoch, hello.id(), session, start, different(hello.digests(), store.digests())));
    }
  }

  private static List<Integer> different(List<Long> theirs, List<Long> own) {
    List<Integer> slots = new ArrayList<>();
    for (int slot = 0; slot < own.size(); slot++) {
      if (slot >= theirs.size() || !theirs.get(slot).equals(own.get(slot))) {
        slots.add(slot);
      }
    }
    return slots;
  }

  /** Whether a member follows by a request. */
  boolean follows(StoreId member, HelloId id) {
    return id.equals(peer(member).hello);
  }

  /** Whether it also is equal. */
  boolean isEqual(StoreId member, HelloId id) {
    return peer(member).equal && follows(member, id);
  }

  /** The requests that equal members follow by. */
  SortedMap<StoreId, HelloId> equalWithHello() {
    TreeMap<StoreId, HelloId> equal = new TreeMap<>();
    peers.forEach(
        (member, peer) -> {
          if (peer.equal && peer.hello != null) {
            equal.put(member, peer.hello);
          }
        });
    return equal;
  }

  void acked(StoreId from, Message.Ack ack, long epoch, Step step) {
    Peer peer = peer(from);
    if (!ack.id().equals(peer.hello) || !ack.session().equals(session)) {
      return;
    }
    long durable = ack.durable().sequence();
    peer.equal |= ack.equal();
    if (durable > peer.acked) {
      peer.ackedAt = step.nowMs();
    }
    peer.acked = Math.max(peer.acked, durable);
    peer.look(writes.logged().sequence(), step.nowMs());
    if (peer.equal) {
      peer.mostAcked = Math.max(peer.mostAcked, peer.acked);
    }
    if (peer.sent < writes.logged().sequence() && peer.hello != null) {
      sendWhatFits(from, peer, peer.hello, epoch, step);
    }
  }

  void confirmed(StoreId from, long round) {
    Peer peer = peer(from);
    peer.confirmed = Math.max(peer.confirmed, round);
  }

  /** The highest sequence that all of these hold; no limit for nobody. */
  long held(Collection<StoreId> members) {
    long held = Long.MAX_VALUE;
    for (StoreId member : members) {
      @Nullable Peer peer = peers.get(member);
      held = Math.min(held, peer == null || !peer.equal ? 0 : peer.acked);
    }
    return held;
  }

  /** The last round that all of these confirmed; no limit for nobody. */
  long confirmedBy(Collection<StoreId> members) {
    long confirmed = Long.MAX_VALUE;
    for (StoreId member : members) {
      @Nullable Peer peer = peers.get(member);
      confirmed = Math.min(confirmed, peer == null ? 0 : peer.confirmed);
    }
    return confirmed;
  }

  void ask(Collection<StoreId> members, long round, long epoch, Step step) {
    members.forEach(member -> step.send(member, new Message.Confirm(epoch, session, round)));
  }

  /** Members that are equal to this primary up to a sequence. */
  SortedSet<StoreId> equalUpTo(long sequence) {
    return those(peer -> peer.equal && peer.acked >= sequence);
  }

  /** Sends what is new to everybody that follows. */
  void sendAll(long epoch, Step step) {
    peers.forEach(
        (member, peer) -> {
          if (peer.hello != null) {
            sendWhatFits(member, peer, peer.hello, epoch, step);
          }
        });
  }

  /** Sends what the member lacks, as far as not too much is unacknowledged. */
  private void sendWhatFits(StoreId member, Peer peer, HelloId hello, long epoch, Step step) {
    long before = -1;
    while (peer.hello != null
        && peer.sent > before
        && peer.sent < writes.logged().sequence()
        && peer.sent - Math.max(peer.start, peer.acked) < timing.ahead()) {
      before = peer.sent;
      send(member, peer, hello, epoch, step);
    }
  }

  private void send(StoreId member, Peer peer, HelloId hello, long epoch, Step step) {
    Optional<List<LoggedWrite>> stored = store.entries(peer.sent, timing.entries());
    if (stored.isEmpty()) {
      // Only a replica that was away for long: it begins again.
      peer.hello = null;
      peer.equal = false;
      return;
    }
    List<LoggedWrite> entries = new ArrayList<>(stored.get());
    long reached = peer.sent + entries.size();
    if (reached >= store.last().sequence() && entries.size() < timing.entries()) {
      entries.addAll(writes.onTheWay(reached, timing.entries() - entries.size()));
    }
    LogPosition before = new LogPosition(session.term(), peer.sent);
    step.send(member, new Message.Append(epoch, hello, session, before, entries));
    peer.sent += entries.size();
    peer.sentAt = step.nowMs();
  }

  /** Invites, goes back to what was not acknowledged, and shows that the primary lives. */
  void tick(long epoch, long round, Step step) {
    long now = step.nowMs();
    peers.forEach(
        (member, peer) -> {
          peer.look(writes.logged().sequence(), now);
          boolean due = now - peer.sentAt >= timing.heartbeat();
          if (due && peer.hello == null) {
            peer.sentAt = now;
            step.send(member, new Message.Invitation(epoch));
          } else if (due && peer.hello != null) {
            if (now - peer.ackedAt >= timing.resend() && peer.acked < peer.sent) {
              peer.sent = peer.acked == 0 ? peer.start : peer.acked;
            }
            send(member, peer, peer.hello, epoch, step);
            sendWhatFits(member, peer, peer.hello, epoch, step);
            if (round > peer.confirmed) {
              step.send(member, new Message.Confirm(epoch, session, round));
            }
          }
        });
  }

  /**
   * Whom to report: whoever is not waited for may stay away, but not keep tombstones for ever (V5).
   */
  SortedSet<StoreId> silent(Collection<StoreId> awaited, Duration gcGrace, long nowMs) {
    SortedSet<StoreId> silent = silentFor(timing.memberSilent(), nowMs);
    silent.retainAll(awaited);
    silent.addAll(silentFor(Math.max(timing.memberSilent(), gcGrace.toMillis()), nowMs));
    return silent;
  }

  private SortedSet<StoreId> silentFor(long longerThanMs, long nowMs) {
    return those(peer -> nowMs - peer.heardAt > longerThanMs);
  }

  SortedMap<StoreId, Lag> lags(long nowMs) {
    TreeMap<StoreId, Lag> lags = new TreeMap<>();
    peers.forEach((member, peer) -> lags.put(member, peer.lag(writes.logged().sequence(), nowMs)));
    return lags;
  }

  SortedSet<StoreId> equal() {
    return those(peer -> peer.equal);
  }

  SortedSet<StoreId> lost() {
    return those(peer -> peer.lost);
  }

  private SortedSet<StoreId> those(Predicate<Peer> wanted) {
    TreeSet<StoreId> members = new TreeSet<>();
    peers.forEach(
        (member, peer) -> {
          if (wanted.test(peer)) {
            members.add(member);
          }
        });
    return members;
  }
}
