package io.vectorcluster.indexnode.engine.usearch;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Which nodes of a segment have a living row, counted by node; changed under the index's lock.
 * Hands out copies in native memory that never change, one at most between two changes, and uses
 * the memory of copies that nobody needs any more again.
 */
final class LiveNodes implements AutoCloseable {
  private static final int FIRST_SIZE = 64;

  private final Arena arena = Arena.ofShared();
  private final ArrayDeque<MemorySegment> unused = new ArrayDeque<>();
  private final int words;
  private int[] rowsOfNode = new int[FIRST_SIZE];
  private long[] bits = new long[1];
  private int nodes;
  private int live;

  LiveNodes(int capacity) {
    this.words = (capacity + Long.SIZE - 1) / Long.SIZE;
  }

  /** Makes place for nodes below {@code count}, without rows. */
  void growTo(int count) {
    nodes = Math.max(nodes, count);
    if (nodes > rowsOfNode.length) {
      int size = Math.max(nodes, rowsOfNode.length * 2);
      rowsOfNode = Arrays.copyOf(rowsOfNode, size);
      bits = Arrays.copyOf(bits, (size + Long.SIZE - 1) / Long.SIZE);
    }
  }

  void rowBorn(int node) {
    if (rowsOfNode[node]++ == 0) {
      bits[node >>> 6] |= 1L << node;
      live++;
    }
  }

  void rowDied(int node) {
    if (--rowsOfNode[node] == 0) {
      bits[node >>> 6] &= ~(1L << node);
      live--;
    }
  }

  int nodes() {
    return nodes;
  }

  int live() {
    return live;
  }

  /** The bits as they are now. */
  Mask mask() {
    return new Mask();
  }

  @Override
  public void close() {
    arena.close();
  }

  private synchronized MemorySegment take() {
    MemorySegment free = unused.poll();
    return free == null ? arena.allocate(JAVA_LONG, words) : free;
  }

  private synchronized void giveBack(MemorySegment memory) {
    unused.push(memory);
  }

  /** A copy of the bits; counted, since views share it. Freed before its segment is. */
  final class Mask extends Shared {
    private final MemorySegment memory = take();

    private Mask() {
      MemorySegment.copy(bits, 0, memory, JAVA_LONG, 0, (nodes + Long.SIZE - 1) / Long.SIZE);
    }

    MemorySegment memory() {
      return memory;
    }

    @Override
    protected void free() {
      giveBack(memory);
    }
  }
}
