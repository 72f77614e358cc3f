package io.vectorcluster.indexnode.engine.usearch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.vectorcluster.indexnode.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A graph in native memory and its owner. One thread adds; searches run beside it.
 *
 * <p>Nodes are numbered from zero in the order they were added.
 */
final class NativeGraph implements AutoCloseable {
  private static final int MESSAGE_BYTES = 256;

  private final UsearchSymbols symbols;
  private final Arena arena = Arena.ofShared();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final MemorySegment handle;
  private final GraphSettings settings;
  // The writer's scratch: one vector as floats, and one in the graph's scalars.
  private final MemorySegment vector;
  private final MemorySegment scalars;

  private NativeGraph(GraphSettings settings, Opening opening) {
    this.symbols = UsearchSymbols.get();
    this.settings = settings;
    try {
      this.handle = opening.open(symbols, settings.toNative(arena), arena);
      this.vector = arena.allocate(JAVA_FLOAT, settings.dimensions());
      this.scalars = arena.allocate(symbols.bytesPerVector(handle), Long.BYTES);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  @FunctionalInterface
  private interface Opening {
    MemorySegment open(UsearchSymbols symbols, MemorySegment settings, Arena owner);
  }

  static NativeGraph create(GraphSettings settings) {
    return new NativeGraph(settings, UsearchSymbols::create);
  }

  /**
   * Loads a graph from a file whose checksum was verified.
   *
   * @throws EngineException if it was made with other settings or cannot be read
   */
  static NativeGraph load(GraphSettings settings, Path file) {
    return new NativeGraph(settings, (symbols, struct, owner) -> symbols.load(struct, file, owner));
  }

  /** Adds the next node; the writer's thread only. */
  void add(int node, float[] values) {
    MemorySegment.copy(values, 0, vector, JAVA_FLOAT, 0, settings.dimensions());
    symbols.add(handle, node, vector);
  }

  /** Adds the next node with scalars that {@link #read} gave; the writer's thread only. */
  void add(int node, byte[] raw) {
    MemorySegment.copy(raw, 0, scalars, JAVA_BYTE, 0, raw.length);
    symbols.addRaw(handle, node, scalars);
  }

  /** A node's vector in the graph's own scalars. */
  byte[] read(int node) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment raw = scratch.allocate(scalars.byteSize(), Long.BYTES);
      symbols.readRaw(handle, node, raw);
      return raw.toArray(JAVA_BYTE);
    }
  }

  /** Found nodes, nearest first. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Found(int[] nodes, float[] distances, long computed) {}

  /**
   * The nearest nodes.
   *
   * @param wanted results, and in a walk of the graph also the candidates kept (ef)
   * @param exact compare with every allowed node
   * @param allowed one bit a node, or {@code NULL} for all
   * @param nodeLimit nodes from this one on are not returned
   */
  Found search(float[] query, int wanted, boolean exact, MemorySegment allowed, int nodeLimit) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment keys = scratch.allocate(JAVA_LONG, wanted);
      MemorySegment distances = scratch.allocate(JAVA_FLOAT, wanted);
      MemorySegment stats = scratch.allocate(JAVA_LONG, 2);
      int count =
          symbols.search(
              handle,
              scratch.allocateFrom(JAVA_FLOAT, query),
              wanted,
              exact,
              allowed,
              nodeLimit,
              keys,
              distances,
              stats,
              scratch.allocate(MESSAGE_BYTES));
      int[] nodes = new int[count];
      float[] found = new float[count];
      for (int i = 0; i < count; i++) {
        nodes[i] = (int) keys.getAtIndex(JAVA_LONG, i);
        found[i] = distances.getAtIndex(JAVA_FLOAT, i);
      }
      return new Found(nodes, found, stats.getAtIndex(JAVA_LONG, 0));
    }
  }

  /** The distances of some nodes. */
  float[] compare(float[] query, int[] nodes) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment keys = scratch.allocate(JAVA_LONG, nodes.length);
      for (int i = 0; i < nodes.length; i++) {
        keys.setAtIndex(JAVA_LONG, i, nodes[i]);
      }
      MemorySegment distances = scratch.allocate(JAVA_FLOAT, nodes.length);
      MemorySegment copied = scratch.allocateFrom(JAVA_FLOAT, query);
      symbols.compare(handle, copied, keys, nodes.length, distances);
      return distances.toArray(JAVA_FLOAT);
    }
  }

  /**
   * The nodes to which no path leads from where searches begin: inserting prunes links, and now and
   * then (measured: one node in 20,000) the last link to a node. Nobody may add meanwhile.
   */
  int[] unreached() {
    try (Arena scratch = Arena.ofConfined()) {
      int limit = size();
      MemorySegment keys = scratch.allocate(JAVA_LONG, Math.max(limit, 1));
      int[] nodes = new int[symbols.unreached(handle, keys, limit)];
      for (int i = 0; i < nodes.length; i++) {
        nodes[i] = (int) keys.getAtIndex(JAVA_LONG, i);
      }
      return nodes;
    }
  }

  /** Writes a file; nobody may add meanwhile. */
  void save(Path file) {
    symbols.save(handle, file);
  }

  int size() {
    return Math.toIntExact(symbols.size(handle));
  }

  long memoryBytes() {
    return symbols.memoryBytes(handle);
  }

  /** Graphs of this process that are not closed: for tests of leaks. */
  static long live() {
    return UsearchSymbols.get().live();
  }

  /** Frees the memory; the arena refuses while a call runs. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      arena.close();
    }
  }
}
