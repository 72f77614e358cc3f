package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging (Zeller and Hildebrandt 2002, algorithm ddmin): of a list that makes a run fail,
 * a part that still does and of which no single element can be left out.
 */
public final class Shrinker {
  private Shrinker() {}

  public static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
    List<T> left = failing;
    int parts = 2;
    while (!left.isEmpty()) {
      int size = Math.ceilDiv(left.size(), parts);
      List<T> smaller = null;
      for (int from = 0; from < left.size() && smaller == null; from += size) {
        List<T> rest = new ArrayList<>(left.subList(0, from));
        rest.addAll(left.subList(Math.min(from + size, left.size()), left.size()));
        smaller = fails.test(rest) ? rest : null;
      }
      if (smaller != null) {
        left = smaller;
        parts = Math.max(parts - 1, 2);
      } else if (size == 1) {
        return List.copyOf(left);
      } else {
        parts = Math.min(parts * 2, left.size());
      }
    }
    return List.of();
  }
}
