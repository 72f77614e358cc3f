package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.topology.PointId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The points of a segment: row after row, each with its node, and for each node its rows as a chain
 * in ascending order. Rows are added and killed under the index's lock; searches read without it.
 *
 * <p>A search holds a {@link Cut}: the arrays and the number of rows at one moment. It may read
 * anything below that number, since it was written before the cut was published. What changes there
 * later is the tick of a row's death, and the end of a chain; a death after the moment of the cut
 * has a higher tick, and a chain only continues with rows above the cut, so that neither can be
 * mistaken, old array or new.
 */
final class Rows {
  /** The death tick of a living row. */
  static final long ALIVE = Long.MAX_VALUE;

  /** No row: the end of a chain. */
  static final int NONE = -1;

  private static final VarHandle DEATH = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle LINK = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int FIRST_SIZE = 64;

  private Columns columns = new Columns(FIRST_SIZE);
  private int[] first = none(FIRST_SIZE);
  private int[] last = none(FIRST_SIZE);
  private int count;
  private int dead;

  /** Grown together by copying; a cut keeps the ones it began with. */
  private static final class Columns {
    final PointId[] ids;
    final long[] sequences;
    final long[] deaths;
    final int[] nodes;
    final int[] next;

    Columns(int size) {
      this(new PointId[size], new long[size], new long[size], new int[size], new int[size]);
    }

    private Columns(PointId[] ids, long[] sequences, long[] deaths, int[] nodes, int[] next) {
      this.ids = ids;
      this.sequences = sequences;
      this.deaths = deaths;
      this.nodes = nodes;
      this.next = next;
    }

    Columns grown(int size) {
      return new Columns(
          Arrays.copyOf(ids, size),
          Arrays.copyOf(sequences, size),
          Arrays.copyOf(deaths, size),
          Arrays.copyOf(nodes, size),
          Arrays.copyOf(next, size));
    }
  }

  /** Adds a living row and returns its number. */
  int append(PointId id, long sequence, int node) {
    if (count == columns.nodes.length) {
      columns = columns.grown(count * 2);
    }
    int row = count++;
    columns.ids[row] = id;
    columns.sequences[row] = sequence;
    columns.deaths[row] = ALIVE;
    columns.nodes[row] = node;
    columns.next[row] = NONE;
    link(row, node);
    return row;
  }

  private void link(int row, int node) {
    if (node >= first.length) {
      int before = first.length;
      first = Arrays.copyOf(first, Math.max(node + 1, before * 2));
      last = Arrays.copyOf(last, first.length);
      Arrays.fill(first, before, first.length, NONE);
      Arrays.fill(last, before, last.length, NONE);
    }
    if (last[node] == NONE) {
      LINK.setOpaque(first, node, row);
    } else {
      LINK.setOpaque(columns.next, last[node], row);
    }
    last[node] = row;
  }

  void kill(int row, long tick) {
    DEATH.setOpaque(columns.deaths, row, tick);
    dead++;
  }

  int node(int row) {
    return columns.nodes[row];
  }

  int count() {
    return count;
  }

  int dead() {
    return dead;
  }

  Cut cut() {
    return new Cut(columns, first, count);
  }

  private static int[] none(int size) {
    int[] links = new int[size];
    Arrays.fill(links, NONE);
    return links;
  }

  /** The rows as they were at one moment. */
  static final class Cut {
    private final Columns columns;
    private final int[] first;
    private final int count;

    private Cut(Columns columns, int[] first, int count) {
      this.columns = columns;
      this.first = first;
      this.count = count;
    }

    int count() {
      return count;
    }

    PointId id(int row) {
      return columns.ids[row];
    }

    long sequence(int row) {
      return columns.sequences[row];
    }

    int node(int row) {
      return columns.nodes[row];
    }

    /** Whether the row had not died at {@code tick}. */
    boolean visible(int row, long tick) {
      return (long) DEATH.getOpaque(columns.deaths, row) > tick;
    }

    /** The first row of a node, or {@link #NONE}. */
    int first(int node) {
      return node < first.length ? withinCut((int) LINK.getOpaque(first, node)) : NONE;
    }

    /** The next row of the same node, or {@link #NONE}. */
    int next(int row) {
      return withinCut((int) LINK.getOpaque(columns.next, row));
    }

    private int withinCut(int row) {
      return row < count ? row : NONE;
    }
  }
}
