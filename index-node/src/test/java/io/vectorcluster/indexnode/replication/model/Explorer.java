package io.vectorcluster.indexnode.replication.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Visits every state that a small model can reach, breadth first, each once: what it finds is found
 * by as few moves as possible, and what it does not find is not there.
 */
final class Explorer {

  /** What may happen next. */
  record Move<S>(String name, S next) {}

  /**
   * @param trace the moves to the first state that breaks the invariant; empty if none does
   * @param wrong what is broken there
   */
  record Found(int states, List<String> trace, Optional<String> wrong) {}

  private record Origin(int from, String move) {}

  private record Visited<S>(S state, int number) {}

  private Explorer() {}

  /**
   * @param key equal for states that are the same
   * @param mostStates more are an error: the model is not small
   */
  static <S> Found explore(
      S initial,
      Function<S, Object> key,
      Function<S, List<Move<S>>> moves,
      Function<S, Optional<String>> invariant,
      int mostStates) {
    Map<Object, Integer> seen = new HashMap<>();
    List<Origin> origins = new ArrayList<>();
    Deque<Visited<S>> frontier = new ArrayDeque<>();
    seen.put(key.apply(initial), 0);
    origins.add(new Origin(-1, "begin"));
    frontier.add(new Visited<>(initial, 0));
    while (!frontier.isEmpty()) {
      Visited<S> from = frontier.remove();
      for (Move<S> move : moves.apply(from.state())) {
        int number = origins.size();
        if (seen.putIfAbsent(key.apply(move.next()), number) != null) {
          continue;
        }
        origins.add(new Origin(from.number(), move.name()));
        Optional<String> wrong = invariant.apply(move.next());
        if (wrong.isPresent()) {
          return new Found(origins.size(), trace(origins, number), wrong);
        }
        if (origins.size() > mostStates) {
          throw new IllegalStateException("more than " + mostStates + " states");
        }
        frontier.add(new Visited<>(move.next(), number));
      }
    }
    return new Found(origins.size(), List.of(), Optional.empty());
  }

  private static List<String> trace(List<Origin> origins, int last) {
    List<String> trace = new ArrayList<>();
    for (int at = last; at > 0; at = origins.get(at).from()) {
      trace.addFirst(origins.get(at).move());
    }
    return trace;
  }
}
