package io.vectorcluster.indexnode.replication.model;

import io.vectorcluster.indexnode.replication.model.JoiningState.Disk;
import io.vectorcluster.indexnode.replication.model.JoiningState.Message;
import io.vectorcluster.indexnode.replication.model.JoiningState.Node;
import io.vectorcluster.indexnode.replication.model.JoiningState.Peer;
import io.vectorcluster.indexnode.replication.model.JoiningState.Session;
import io.vectorcluster.indexnode.replication.model.JoiningState.Spent;
import io.vectorcluster.indexnode.replication.model.JoiningState.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a store of the model does, as primary and as replica. */
final class JoiningRoles {

  /** Numbers of requests in a life. */
  static final int LIFE = 100;

  /** A store after a message, and what it answers. */
  record Step(Node node, List<Message> replies) {}

  private final JoiningModel.Flaw flaw;

  JoiningRoles(JoiningModel.Flaw flaw) {
    this.flaw = flaw;
  }

  /** Store 0 is the primary, store 1 follows it, store 2 is empty. */
  static JoiningState initial() {
    Topology topology = new Topology(1, 1, 0, 0b011);
    List<Node> nodes = new ArrayList<>();
    for (int store = 0; store < JoiningModel.STORES; store++) {
      nodes.add(started(Disk.EMPTY, topology, 1));
    }
    Session session = new Session(1, 1);
    nodes.set(
        0,
        nodes.get(0).acknowledging(true, 0).with(1, new Peer(helloOf(1, 1), true, 0, 0, 0, false)));
    Disk followed = Disk.EMPTY.equal(0, 0, session);
    nodes.set(1, nodes.get(1).with(followed).asking().following(session, false));
    return new JoiningState(topology, List.copyOf(nodes), Set.of(), 0, 0, new Spent(0, 0, 0, 0));
  }

  static int helloOf(int life, int number) {
    return life * LIFE + number;
  }

  static Node started(Disk disk, Topology view, int life) {
    return new Node(
        disk,
        view,
        life,
        helloOf(life, 0),
        Session.NONE,
        false,
        false,
        List.of(),
        disk.last(),
        0,
        Collections.nCopies(JoiningModel.STORES, Peer.UNKNOWN));
  }

  static Node adopted(Node node, Topology next, int store) {
    boolean same =
        next.term() == node.view().term()
            && (next.primary() == store) == (node.view().primary() == store);
    if (!same) {
      Node other = started(node.disk(), next, node.life());
      return new Node(
          other.disk(),
          next,
          node.life(),
          node.hello(),
          Session.NONE,
          false,
          false,
          List.of(),
          other.committed(),
          0,
          other.peers());
    }
    List<Peer> peers = new ArrayList<>();
    for (int peer = 0; peer < JoiningModel.STORES; peer++) {
      Peer known = node.peers().get(peer);
      peers.add(known.lost() && !next.isInSync(peer) ? Peer.UNKNOWN : known);
    }
    return new Node(
        node.disk(),
        next,
        node.life(),
        node.hello(),
        node.session(),
        node.copying(),
        node.serving(),
        node.window(),
        node.committed(),
        0,
        List.copyOf(peers));
  }

  /** Messages that may still do something: others are the same as lost ones. */
  static Set<Message> effective(Set<Message> network, List<Node> nodes) {
    Set<Message> left = new HashSet<>(network);
    left.removeIf(
        message -> {
          Node to = nodes.get(message.to());
          int hello =
              switch (message) {
                case Message.Resume resume -> resume.hello();
                case Message.MakeEqual order -> order.hello();
                case Message.Image image -> image.hello();
                case Message.Hello _, Message.Append _, Message.Ack _ -> to.hello();
              };
          return message.epoch() < to.view().epoch() || hello != to.hello();
        });
    return left;
  }

  /** Serves and acknowledges as far as the members have come. */
  Node advance(Node node, int self) {
    int awaited = node.view().inSync() & ~(1 << self);
    if (flaw != JoiningModel.Flaw.REPORTS_BEFORE_WAITING) {
      awaited |= node.growing();
    }
    boolean serving = node.serving();
    int held = flaw == JoiningModel.Flaw.FORGETS_ITS_OWN_DISK ? node.logged() : node.disk().last();
    boolean equal = true;
    for (int peer = 0; peer < JoiningModel.STORES; peer++) {
      if ((awaited >> peer & 1) == 0) {
        continue;
      }
      Peer known = node.peers().get(peer);
      if (flaw == JoiningModel.Flaw.SHRINKS_BEFORE_PUBLISHING && known.hello() == 0) {
        continue;
      }
      equal &= known.equal() && known.acked() >= node.logged();
      held = Math.min(held, known.equal() ? known.acked() : 0);
    }
    serving |= equal;
    return node.acknowledging(serving, Math.max(node.committed(), serving ? held : 0));
  }

  Step receive(Node node, int self, Message message) {
    boolean primary = node.view().primary() == self;
    return switch (message) {
      case Message.Hello hello when primary -> hello(node, hello);
      case Message.Ack ack when primary -> new Step(acked(node, ack), List.of());
      case Message.Resume resume when !primary -> resume(node, resume);
      case Message.MakeEqual order when !primary -> makeEqual(node, order);
      case Message.Image image when !primary -> image(node, self, image);
      case Message.Append append when !primary -> append(node, self, append);
      default -> new Step(node, List.of());
    };
  }

  private Step hello(Node node, Message.Hello hello) {
    int from = hello.from();
    Peer peer = node.peers().get(from);
    boolean old = hello.hello() / LIFE == peer.hello() / LIFE && hello.hello() <= peer.hello();
    if (peer.lost() || old) {
      return new Step(node, List.of());
    }
    Session own = node.own();
    boolean followed =
        flaw == JoiningModel.Flaw.SESSION_WITHOUT_LIFE
            ? hello.follows().term() == own.term()
            : hello.follows().equals(own);
    boolean reaches = followed && node.disk().reaches(hello.last());
    boolean counts =
        node.serving() && (node.view().isInSync(from) || (node.growing() >> from & 1) == 1);
    int epoch = node.view().epoch();
    if (counts && (!reaches || hello.last() < peer.mostAcked())) {
      return new Step(node.with(from, new Peer(0, false, 0, 0, 0, true)), List.of());
    }
    int self = hello.to();
    if (reaches) {
      int last = hello.last();
      Peer next = new Peer(hello.hello(), true, last, peer.mostAcked(), last, false);
      Message resume = new Message.Resume(self, from, epoch, hello.hello(), own);
      return new Step(node.with(from, next), List.of(resume));
    }
    int start = node.disk().last();
    Peer next = new Peer(hello.hello(), false, start, 0, start, false);
    return new Step(
        node.with(from, next),
        List.of(new Message.MakeEqual(self, from, epoch, hello.hello(), own, start)));
  }

  private static Node acked(Node node, Message.Ack ack) {
    Peer peer = node.peers().get(ack.from());
    if (ack.hello() != peer.hello() || !ack.session().equals(node.own())) {
      return node;
    }
    boolean equal = peer.equal() || ack.equal();
    int acked = Math.max(peer.acked(), ack.last());
    int most = equal ? Math.max(peer.mostAcked(), acked) : peer.mostAcked();
    return node.with(ack.from(), new Peer(peer.hello(), equal, acked, most, peer.sent(), false));
  }

  private static Step resume(Node node, Message.Resume resume) {
    boolean mine = resume.hello() == node.hello() && node.session().equals(Session.NONE);
    return new Step(mine ? node.following(resume.session(), false) : node, List.of());
  }

  /** The image that it asks for then is answered at once: only what is between them is modelled. */
  private static Step makeEqual(Node node, Message.MakeEqual order) {
    if (order.hello() != node.hello() || !node.session().equals(Session.NONE)) {
      return new Step(node, List.of());
    }
    return new Step(
        node.with(node.disk().begun(order.start())).following(order.session(), true), List.of());
  }

  private static Step image(Node node, int self, Message.Image image) {
    if (image.hello() != node.hello() || !node.copying()) {
      return new Step(node, List.of());
    }
    Disk equal = node.disk().equal(image.records(), image.at(), node.session());
    Node next = node.with(equal).following(node.session(), false);
    return new Step(next, List.of(ack(next, self, image.from())));
  }

  private Step append(Node node, int self, Message.Append append) {
    Node follower = node;
    if (append.hello() != node.hello() || !append.session().equals(node.session())) {
      if (flaw != JoiningModel.Flaw.FOLLOWS_ANY_SESSION) {
        return new Step(node.following(Session.NONE, false), List.of());
      }
      follower = node.following(append.session(), false);
    }
    int last = follower.disk().last();
    boolean gap = append.before() > last;
    int known = last - append.before();
    if (!gap && known < append.writes().size()) {
      List<Integer> fresh = append.writes().subList(known, append.writes().size());
      follower = follower.with(follower.disk().logged(fresh));
    }
    Message.Ack ack = ack(follower, self, append.from());
    boolean any = flaw == JoiningModel.Flaw.FOLLOWS_ANY_SESSION;
    Message.Ack said =
        any
            ? new Message.Ack(
                self, ack.to(), ack.epoch(), append.hello(), append.session(), ack.last(), true)
            : ack;
    return new Step(follower, List.of(said));
  }

  private static Message.Ack ack(Node node, int self, int primary) {
    return new Message.Ack(
        self,
        primary,
        node.view().epoch(),
        node.hello(),
        node.session(),
        node.disk().last(),
        !node.copying());
  }
}
