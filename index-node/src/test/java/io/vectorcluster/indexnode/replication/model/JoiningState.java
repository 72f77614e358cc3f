package io.vectorcluster.indexnode.replication.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Three stores, what is on the way between them, and what the operator has published. */
record JoiningState(
    Topology published,
    List<Node> nodes,
    Set<Message> network,
    int reported,
    int acknowledged,
    Spent spent) {

  JoiningState with(Spent more) {
    return new JoiningState(published, nodes, network, reported, acknowledged, more);
  }

  /** What has happened of what may happen a few times only. */
  record Spent(int writes, int crashes, int lost, int doubled) {
    Spent write() {
      return new Spent(writes + 1, crashes, lost, doubled);
    }

    Spent crash() {
      return new Spent(writes, crashes + 1, lost, doubled);
    }

    Spent loss() {
      return new Spent(writes, crashes, lost + 1, doubled);
    }

    Spent copy() {
      return new Spent(writes, crashes, lost, doubled + 1);
    }
  }

  /**
   * @param inSync a bit for each store
   * @param term the epoch at which the primary was published
   */
  record Topology(int epoch, int term, int primary, int inSync) {
    boolean isInSync(int store) {
      return (inSync >> store & 1) == 1;
    }
  }

  record Session(int term, int life) {
    static final Session NONE = new Session(0, 0);
  }

  /**
   * What survives a crash. The log has the write at position {@code start + 1} first.
   *
   * @param records the writes it holds, a bit each
   * @param growth stores that were reported at {@code growthEpoch}
   */
  record Disk(
      int start, List<Integer> log, int records, Session follows, int growth, int growthEpoch) {
    static final Disk EMPTY = new Disk(0, List.of(), 0, Session.NONE, 0, 0);

    int last() {
      return start + log.size();
    }

    boolean reaches(int position) {
      return position >= start && position <= last();
    }

    List<Integer> after(int position) {
      return log.subList(position - start, log.size());
    }

    Disk logged(List<Integer> writes) {
      List<Integer> longer = new ArrayList<>(log);
      longer.addAll(writes);
      return new Disk(
          start, List.copyOf(longer), records | bits(writes), follows, growth, growthEpoch);
    }

    /** Begins anew, equal to nobody. */
    Disk begun(int after) {
      return new Disk(after, List.of(), records, Session.NONE, growth, growthEpoch);
    }

    /** Equal to an image, and to the entries that came after it. */
    Disk equal(int image, int at, Session session) {
      List<Integer> later = at >= last() ? List.of() : after(Math.max(at, start));
      return new Disk(start, log, image | bits(later), session, growth, growthEpoch);
    }

    Disk grown(int stores, int epoch) {
      return new Disk(start, log, records, follows, stores, epoch);
    }
  }

  /** What a primary knows of another. */
  record Peer(int hello, boolean equal, int acked, int mostAcked, int sent, boolean lost) {
    static final Peer UNKNOWN = new Peer(0, false, 0, 0, 0, false);
  }

  /**
   * A store and its process.
   *
   * @param view the topology on its disk
   * @param life counts its starts
   * @param hello of its latest request to follow; its life is part of it
   * @param copying whether it is being made equal
   * @param window writes of a primary that are not on its disk yet
   */
  record Node(
      Disk disk,
      Topology view,
      int life,
      int hello,
      Session session,
      boolean copying,
      boolean serving,
      List<Integer> window,
      int committed,
      int growing,
      List<Peer> peers) {

    Session own() {
      return new Session(view.term(), life);
    }

    int logged() {
      return disk.last() + window.size();
    }

    Node with(Disk next) {
      return new Node(
          next, view, life, hello, session, copying, serving, window, committed, growing, peers);
    }

    Node following(Session next, boolean isCopying) {
      return new Node(
          disk, view, life, hello, next, isCopying, serving, window, committed, growing, peers);
    }

    Node asking() {
      return new Node(
          disk,
          view,
          life,
          hello + 1,
          Session.NONE,
          false,
          serving,
          window,
          committed,
          growing,
          peers);
    }

    Node with(List<Integer> notOnDisk) {
      return new Node(
          disk, view, life, hello, session, copying, serving, notOnDisk, committed, growing, peers);
    }

    Node with(int store, Peer peer) {
      List<Peer> next = new ArrayList<>(peers);
      next.set(store, peer);
      return new Node(
          disk,
          view,
          life,
          hello,
          session,
          copying,
          serving,
          window,
          committed,
          growing,
          List.copyOf(next));
    }

    Node acknowledging(boolean serves, int upTo) {
      return new Node(
          disk, view, life, hello, session, copying, serves, window, upTo, growing, peers);
    }

    Node growing(int stores) {
      return new Node(
          disk, view, life, hello, session, copying, serving, window, committed, stores, peers);
    }
  }

  /** What stores say to each other, each at an epoch. */
  sealed interface Message {
    int from();

    int to();

    int epoch();

    record Hello(int from, int to, int epoch, int hello, Session follows, int last)
        implements Message {}

    record Resume(int from, int to, int epoch, int hello, Session session) implements Message {}

    record MakeEqual(int from, int to, int epoch, int hello, Session session, int start)
        implements Message {}

    record Image(int from, int to, int epoch, int hello, int at, int records) implements Message {}

    record Append(
        int from, int to, int epoch, int hello, Session session, int before, List<Integer> writes)
        implements Message {}

    record Ack(int from, int to, int epoch, int hello, Session session, int last, boolean equal)
        implements Message {}
  }

  static int bits(List<Integer> writes) {
    return writes.stream().mapToInt(write -> 1 << write).reduce(0, (a, b) -> a | b);
  }
}
