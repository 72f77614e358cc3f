package io.vectorcluster.indexnode.replication.model;

import io.vectorcluster.indexnode.replication.model.MoveState.Entry;
import io.vectorcluster.indexnode.replication.model.MoveState.Part;
import io.vectorcluster.indexnode.replication.model.MoveState.Seal;
import io.vectorcluster.indexnode.replication.model.MoveState.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Moves of slots between two shards as the protocol has them (S1 to S4): a copy follows the owner's
 * log; a switch names the new owner; the old one seals; the new one opens when its in-sync members
 * hold everything up to the seal. Shards adopt topologies late, callers know any of them, primaries
 * are replaced at any time. Contents of a slot are the set of its writes, a bit each.
 */
final class MoveModel {
  static final int SHARDS = 2;
  static final int NOBODY = -1;

  enum Flaw {
    NONE,
    /** The new owner opens as soon as it knows of the switch (S1). */
    OPENS_BEFORE_THE_SEAL,
    /** On the way back the first owner goes on at once (S2). */
    RETURNS_WITHOUT_A_SEAL,
    /** A copied record counts when the primary alone holds it (S3). */
    COUNTS_WHAT_THE_PRIMARY_HOLDS,
    /** The new owner's word that it has opened erases, however late it comes (S4). */
    ERASES_BY_MESSAGE
  }

  private final Flaw flaw;
  private final int mostWrites;
  private final int mostEpochs;
  private final int mostPromotions;

  MoveModel(Flaw flaw, int mostWrites, int mostEpochs, int mostPromotions) {
    this.flaw = flaw;
    this.mostWrites = mostWrites;
    this.mostEpochs = mostEpochs;
    this.mostPromotions = mostPromotions;
  }

  static <T> List<T> replaced(List<T> list, int at, T value) {
    List<T> next = new ArrayList<>(list);
    next.set(at, value);
    return List.copyOf(next);
  }

  /** Shard 0 owns all slots. */
  static MoveState initial(int slots) {
    Topology first = new Topology(1, Collections.nCopies(slots, new Entry(0, NOBODY, 0)));
    List<Part> parts = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      parts.add(new Part(0, 0, true));
      parts.add(Part.EMPTY);
    }
    List<Integer> none = Collections.nCopies(slots, 0);
    return new MoveState(
        first, List.of(first, first), List.copyOf(parts), List.of(), List.of(), none, 0, 0);
  }

  List<Explorer.Move<MoveState>> moves(MoveState state) {
    List<Explorer.Move<MoveState>> moves = new ArrayList<>();
    for (int slot = 0; slot < state.published().entries().size(); slot++) {
      publish(state, slot, moves);
      for (int shard = 0; shard < SHARDS; shard++) {
        write(state, slot, shard, moves);
        copy(state, slot, shard, moves);
        open(state, slot, shard, moves);
      }
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      if (!state.adopted().get(shard).equals(state.published())) {
        moves.add(new Explorer.Move<>("adopt at " + shard, adopt(state, shard)));
      }
      if (state.promotions() < mostPromotions) {
        moves.add(new Explorer.Move<>("promotion at " + shard, promote(state, shard)));
      }
    }
    for (int part : new TreeSet<>(state.erasures())) {
      MoveState erased = state.with(replaced(state.parts(), part, Part.EMPTY));
      moves.add(new Explorer.Move<>("late erasure of part " + part, erased));
    }
    return moves;
  }

  private void publish(MoveState state, int slot, List<Explorer.Move<MoveState>> moves) {
    if (state.published().epoch() >= mostEpochs) {
      return;
    }
    int epoch = state.published().epoch() + 1;
    Entry last = state.published().entries().get(slot);
    List<Entry> next = new ArrayList<>();
    if (last.other() == NOBODY) {
      next.add(new Entry(last.owner(), 1 - last.owner(), 0));
    } else {
      // The switch, and the way back from it.
      next.add(new Entry(last.other(), last.owner(), epoch));
      boolean proved =
          state.part(slot, last.owner()).open()
              && state.adopted().get(last.owner()).equals(state.published());
      if (last.switchedAt() == 0 || proved) {
        next.add(new Entry(last.owner(), NOBODY, 0));
      }
    }
    for (Entry entry : next) {
      Topology published = new Topology(epoch, replaced(state.published().entries(), slot, entry));
      MoveState after =
          new MoveState(
              published,
              state.adopted(),
              state.parts(),
              state.seals(),
              state.erasures(),
              state.acknowledged(),
              state.written(),
              state.promotions());
      moves.add(new Explorer.Move<>("publish of slot " + slot + " " + entry, after));
    }
  }

  /** Seals what it does not own any more, waits for what it has not yet, erases the rest. */
  private MoveState adopt(MoveState state, int shard) {
    Topology before = state.adopted().get(shard);
    Topology next = state.published();
    List<Part> parts = new ArrayList<>(state.parts());
    List<Seal> seals = new ArrayList<>(state.seals());
    for (int slot = 0; slot < next.entries().size(); slot++) {
      Entry was = before.entries().get(slot);
      Entry now = next.entries().get(slot);
      Part part = state.part(slot, shard);
      if (was.equals(now)) {
        continue;
      }
      if (now.owner() == shard) {
        boolean goesOn = now.switchedAt() == 0 ? part.open() : opensAtOnce(was, shard);
        parts.set(slot * SHARDS + shard, new Part(part.held(), part.received(), goesOn));
      } else if (now.switchedAt() > 0) {
        seals.add(new Seal(slot, now.switchedAt(), part.held()));
        parts.set(slot * SHARDS + shard, new Part(part.held(), part.received(), false));
      } else {
        // A target erases before it follows the log; who is neither erases for good.
        parts.set(slot * SHARDS + shard, Part.EMPTY);
      }
    }
    return new MoveState(
        next,
        replaced(state.adopted(), shard, next),
        List.copyOf(parts),
        List.copyOf(seals),
        state.erasures(),
        state.acknowledged(),
        state.written(),
        state.promotions());
  }

  private boolean opensAtOnce(Entry was, int shard) {
    boolean back = was.owner() == shard || was.switchedAt() > 0;
    return flaw == Flaw.OPENS_BEFORE_THE_SEAL || (flaw == Flaw.RETURNS_WITHOUT_A_SEAL && back);
  }

  private void write(MoveState state, int slot, int shard, List<Explorer.Move<MoveState>> moves) {
    Part part = state.part(slot, shard);
    if (!part.open() || state.written() >= mostWrites) {
      return;
    }
    int write = 1 << state.written();
    Part next = new Part(part.held() | write, part.received() | write, true);
    int acknowledged = state.acknowledged().get(slot) | write;
    MoveState after =
        new MoveState(
            state.published(),
            state.adopted(),
            replaced(state.parts(), slot * SHARDS + shard, next),
            state.seals(),
            state.erasures(),
            replaced(state.acknowledged(), slot, acknowledged),
            state.written() + 1,
            state.promotions());
    moves.add(new Explorer.Move<>("write of slot " + slot + " at " + shard, after));
  }

  /** One record further, then to the other in-sync members. */
  private static void copy(
      MoveState state, int slot, int shard, List<Explorer.Move<MoveState>> moves) {
    Entry entry = state.adopted().get(shard).entries().get(slot);
    boolean target = entry.switchedAt() > 0 ? entry.owner() == shard : entry.other() == shard;
    Part part = state.part(slot, shard);
    if (!target || part.open()) {
      return;
    }
    int missing = state.part(slot, 1 - shard).held() & ~part.received();
    if (missing != 0) {
      Part next = new Part(part.held(), part.received() | Integer.lowestOneBit(missing), false);
      moves.add(new Explorer.Move<>("copy of " + slot, state.with(slot, shard, next)));
    }
    if (part.received() != part.held()) {
      Part next = new Part(part.received(), part.received(), false);
      moves.add(new Explorer.Move<>("copy of " + slot + " held", state.with(slot, shard, next)));
    }
  }

  private void open(MoveState state, int slot, int shard, List<Explorer.Move<MoveState>> moves) {
    Entry entry = state.adopted().get(shard).entries().get(slot);
    Part part = state.part(slot, shard);
    if (entry.owner() != shard || entry.switchedAt() == 0 || part.open()) {
      return;
    }
    int counted = flaw == Flaw.COUNTS_WHAT_THE_PRIMARY_HOLDS ? part.received() : part.held();
    for (Seal seal : state.seals()) {
      if (seal.slot() == slot
          && seal.switchedAt() == entry.switchedAt()
          && (seal.contents() & ~counted) == 0) {
        MoveState opened = state.with(slot, shard, new Part(part.held(), part.received(), true));
        moves.add(new Explorer.Move<>("open " + slot + " at " + shard, tell(opened, slot, shard)));
      }
    }
  }

  private MoveState tell(MoveState state, int slot, int shard) {
    if (flaw != Flaw.ERASES_BY_MESSAGE) {
      return state;
    }
    TreeSet<Integer> erasures = new TreeSet<>(state.erasures());
    erasures.add(slot * SHARDS + (1 - shard));
    return new MoveState(
        state.published(),
        state.adopted(),
        state.parts(),
        state.seals(),
        List.copyOf(erasures),
        state.acknowledged(),
        state.written(),
        state.promotions());
  }

  private static MoveState promote(MoveState state, int shard) {
    List<Part> parts = new ArrayList<>(state.parts());
    for (int at = shard; at < parts.size(); at += SHARDS) {
      Part part = parts.get(at);
      parts.set(at, new Part(part.held(), part.held(), part.open()));
    }
    return new MoveState(
        state.published(),
        state.adopted(),
        List.copyOf(parts),
        state.seals(),
        state.erasures(),
        state.acknowledged(),
        state.written(),
        state.promotions() + 1);
  }

  /** Nobody else is open, whoever is has all that was acknowledged, and somebody always has. */
  static Optional<String> wrong(MoveState state) {
    for (int slot = 0; slot < state.acknowledged().size(); slot++) {
      int acknowledged = state.acknowledged().get(slot);
      Part a = state.part(slot, 0);
      Part b = state.part(slot, 1);
      if (a.open() && b.open()) {
        return Optional.of("slot " + slot + " is open twice");
      }
      boolean lost =
          (a.open() && (acknowledged & ~a.received()) != 0)
              || (b.open() && (acknowledged & ~b.received()) != 0)
              || (acknowledged & ~(a.received() | b.received())) != 0;
      if (lost) {
        return Optional.of("slot " + slot + " lacks a write that was acknowledged");
      }
    }
    return Optional.empty();
  }
}
