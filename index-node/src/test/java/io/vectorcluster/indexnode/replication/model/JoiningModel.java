package io.vectorcluster.indexnode.replication.model;

import io.vectorcluster.indexnode.replication.model.JoiningState.Disk;
import io.vectorcluster.indexnode.replication.model.JoiningState.Message;
import io.vectorcluster.indexnode.replication.model.JoiningState.Node;
import io.vectorcluster.indexnode.replication.model.JoiningState.Peer;
import io.vectorcluster.indexnode.replication.model.JoiningState.Session;
import io.vectorcluster.indexnode.replication.model.JoiningState.Spent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A primary, an in-sync member and an empty joiner (P1 to P3 and ADR 0090), small enough to visit
 * every state: few writes, crashes, lost and doubled messages and topologies. A crash and the start
 * after it are one move; any message may overtake any other.
 */
final class JoiningModel {
  static final int STORES = 3;

  enum Flaw {
    NONE,
    /** A joiner is reported before it is waited for (P2). */
    REPORTS_BEFORE_WAITING,
    /** A primary that restarts forgets whom it reported (P2). */
    FORGETS_GROWTH,
    /** A session is its term: a primary that restarted goes on with its followers (ADR 0090). */
    SESSION_WITHOUT_LIFE,
    /** A replica follows whatever log it is sent (P3). */
    FOLLOWS_ANY_SESSION,
    /** A member that is away is not waited for while its removal is not published (P2). */
    SHRINKS_BEFORE_PUBLISHING,
    /** A write is acknowledged when the others have it, on the primary's disk or not (P1). */
    FORGETS_ITS_OWN_DISK
  }

  /** How much may happen; {@code hellos} in the life of a replica. */
  record Limits(
      int writes, int crashes, int lost, int doubled, int epochs, int inFlight, int hellos) {}

  private final Flaw flaw;
  private final Limits limits;
  private final JoiningRoles roles;

  JoiningModel(Flaw flaw, Limits limits) {
    this.flaw = flaw;
    this.limits = limits;
    this.roles = new JoiningRoles(flaw);
  }

  List<Explorer.Move<JoiningState>> moves(JoiningState state) {
    List<Explorer.Move<JoiningState>> moves = new ArrayList<>();
    for (int store = 0; store < STORES; store++) {
      Node node = state.nodes().get(store);
      crash(state, store, node, moves);
      if (node.view().epoch() < state.published().epoch()) {
        moves.add(
            move(
                store + " adopts",
                with(state, store, JoiningRoles.adopted(node, state.published(), store))));
      }
      if (node.view().primary() == store) {
        lead(state, store, node, moves);
      } else {
        ask(state, store, node, moves);
      }
    }
    JoiningOperator.publish(state, limits.epochs(), moves);
    deliver(state, moves);
    return moves;
  }

  private static Explorer.Move<JoiningState> move(String name, JoiningState next) {
    return new Explorer.Move<>(name, next);
  }

  private JoiningState with(JoiningState state, int store, Node node) {
    return with(state, store, node, state.network());
  }

  /** A primary acknowledges whatever it can, at once. */
  private JoiningState with(JoiningState state, int store, Node node, Set<Message> network) {
    Node settled = node.view().primary() == store ? roles.advance(node, store) : node;
    int acknowledged = state.acknowledged();
    for (int at = node.committed() + 1; at <= settled.committed(); at++) {
      acknowledged |= 1 << writeAt(settled, at);
    }
    List<Node> nodes = new ArrayList<>(state.nodes());
    nodes.set(store, settled);
    return new JoiningState(
        state.published(),
        List.copyOf(nodes),
        JoiningRoles.effective(network, nodes),
        state.reported(),
        acknowledged,
        state.spent());
  }

  private static int writeAt(Node node, int position) {
    int at = position - node.disk().start() - 1;
    int onDisk = node.disk().log().size();
    return at < onDisk ? node.disk().log().get(at) : node.window().get(at - onDisk);
  }

  private void crash(
      JoiningState state, int store, Node node, List<Explorer.Move<JoiningState>> moves) {
    Spent spent = state.spent();
    if (spent.crashes() >= limits.crashes()) {
      return;
    }
    Node next = JoiningRoles.started(node.disk(), node.view(), node.life() + 1);
    boolean remembers =
        node.disk().growthEpoch() == node.view().epoch() && flaw != Flaw.FORGETS_GROWTH;
    JoiningState after = with(state, store, remembers ? next.growing(node.disk().growth()) : next);
    moves.add(move(store + " crashes", after.with(spent.crash())));
  }

  private void lead(
      JoiningState state, int store, Node node, List<Explorer.Move<JoiningState>> moves) {
    Spent spent = state.spent();
    if (node.serving() && spent.writes() < limits.writes()) {
      List<Integer> window = new ArrayList<>(node.window());
      window.add(spent.writes());
      JoiningState after = with(state, store, node.with(List.copyOf(window)));
      moves.add(move("write", after.with(spent.write())));
    }
    if (!node.window().isEmpty()) {
      Node durable = node.with(node.disk().logged(node.window())).with(List.<Integer>of());
      moves.add(move(store + " is durable", with(state, store, durable)));
    }
    for (int peer = 0; peer < STORES; peer++) {
      if (peer != store) {
        image(state, store, node, peer, moves);
        send(state, store, node, peer, moves);
        grow(state, store, node, peer, moves);
      }
    }
  }

  /** The answer to a replica that asks for its slots; its question is left out. */
  private void image(
      JoiningState state, int store, Node node, int to, List<Explorer.Move<JoiningState>> moves) {
    Node replica = state.nodes().get(to);
    int hello = node.peers().get(to).hello();
    boolean asks = replica.copying() && replica.hello() == hello;
    boolean underWay = state.network().stream().anyMatch(each -> each instanceof Message.Image);
    if (!asks || underWay || !replica.session().equals(node.own())) {
      return;
    }
    Disk disk = node.disk();
    Message image =
        new Message.Image(store, to, node.view().epoch(), hello, disk.last(), disk.records());
    add(state, image)
        .ifPresent(network -> moves.add(move("image to " + to, with(state, store, node, network))));
  }

  private void send(
      JoiningState state, int store, Node node, int to, List<Explorer.Move<JoiningState>> moves) {
    Peer peer = node.peers().get(to);
    if (peer.hello() == 0 || (peer.equal() && !node.disk().reaches(peer.acked()))) {
      return;
    }
    boolean answered =
        state.network().stream()
            .noneMatch(
                message ->
                    (message instanceof Message.Append append && append.to() == to)
                        || (message instanceof Message.Ack ack && ack.from() == to));
    int before =
        answered && peer.acked() < peer.sent() && peer.equal() ? peer.acked() : peer.sent();
    if (before >= node.logged() || !node.disk().reaches(Math.min(before, node.disk().last()))) {
      return;
    }
    List<Integer> all = new ArrayList<>(node.disk().log());
    all.addAll(node.window());
    List<Integer> writes = List.copyOf(all.subList(before - node.disk().start(), all.size()));
    Message append =
        new Message.Append(
            store, to, node.view().epoch(), peer.hello(), node.own(), before, writes);
    Peer next =
        new Peer(
            peer.hello(), peer.equal(), peer.acked(), peer.mostAcked(), node.logged(), peer.lost());
    add(state, append)
        .ifPresent(
            network ->
                moves.add(
                    move("append to " + to, with(state, store, node.with(to, next), network))));
  }

  private Optional<Set<Message>> add(JoiningState state, Message... messages) {
    Set<Message> network = new HashSet<>(state.network());
    network.addAll(List.of(messages));
    return network.size() > limits.inFlight() ? Optional.empty() : Optional.of(network);
  }

  private void grow(
      JoiningState state,
      int store,
      Node node,
      int joiner,
      List<Explorer.Move<JoiningState>> moves) {
    Peer peer = node.peers().get(joiner);
    if (!node.serving()
        || !peer.equal()
        || peer.acked() < node.committed()
        || node.view().isInSync(joiner)
        || (node.growing() >> joiner & 1) == 1) {
      return;
    }
    int growing = node.growing() | 1 << joiner;
    Node grown = node.growing(growing).with(node.disk().grown(growing, node.view().epoch()));
    JoiningState after = with(state, store, grown);
    boolean counts = node.view().epoch() == state.published().epoch();
    moves.add(
        move(
            "joiner " + joiner + " is reported",
            new JoiningState(
                after.published(),
                after.nodes(),
                after.network(),
                counts ? after.reported() | 1 << joiner : after.reported(),
                after.acknowledged(),
                after.spent())));
  }

  /** Asks to follow, if it follows nobody or its primary does not know that it does. */
  private void ask(
      JoiningState state, int store, Node node, List<Explorer.Move<JoiningState>> moves) {
    int primary = node.view().primary();
    Node office = state.nodes().get(primary);
    boolean known = office.view().equals(node.view()) && !office.peers().get(store).lost();
    boolean follows =
        !node.session().equals(Session.NONE) && office.peers().get(store).hello() == node.hello();
    boolean underWay =
        state.network().stream()
            .anyMatch(
                message ->
                    (message instanceof Message.Hello && message.from() == store)
                        || (message instanceof Message.Resume resume && resume.to() == store)
                        || (message instanceof Message.MakeEqual order && order.to() == store)
                        || (message instanceof Message.Image image && image.to() == store));
    if (!known || follows || underWay || node.hello() % JoiningRoles.LIFE >= limits.hellos()) {
      return;
    }
    Node asking = node.asking();
    Message hello =
        new Message.Hello(
            store,
            primary,
            node.view().epoch(),
            asking.hello(),
            node.disk().follows(),
            node.disk().last());
    add(state, hello)
        .ifPresent(
            network -> moves.add(move(store + " asks", with(state, store, asking, network))));
  }

  private void deliver(JoiningState state, List<Explorer.Move<JoiningState>> moves) {
    Spent spent = state.spent();
    for (Message message : state.network()) {
      Set<Message> without = new HashSet<>(state.network());
      without.remove(message);
      moves.add(move("" + message, received(state, message, without)));
      if (spent.doubled() < limits.doubled()) {
        JoiningState after = received(state, message, state.network());
        moves.add(move("copy of " + message, after.with(spent.copy())));
      }
      if (spent.lost() < limits.lost()) {
        JoiningState after = with(state, 0, state.nodes().getFirst(), without);
        moves.add(move("lost: " + message, after.with(spent.loss())));
      }
    }
  }

  private JoiningState received(JoiningState state, Message message, Set<Message> left) {
    int to = message.to();
    Node node = state.nodes().get(to);
    if (message.epoch() != node.view().epoch()) {
      return with(state, to, node, left);
    }
    JoiningRoles.Step step = roles.receive(node, to, message);
    Set<Message> network = new HashSet<>(left);
    network.addAll(step.replies());
    return with(state, to, step.node(), network);
  }
}
