package io.vectorcluster.indexnode.engine.usearch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.vectorcluster.indexnode.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of the shim, as {@code native/cpp/shim.hpp} documents them. Calls only: who owns
 * what is known one layer up.
 *
 * <p>No call is marked {@code critical}: searches and inserts take long enough to hold up every
 * garbage collection.
 */
@SuppressWarnings("restricted") // the one place that crosses into native code
final class UsearchSymbols {
  private static final String VERSION = "1 usearch-2.26.6";
  private static final int MESSAGE_BYTES = 256;
  private static final int VERSION_BYTES = 64;

  private final MethodHandle version;
  private final MethodHandle live;
  private final MethodHandle create;
  private final MethodHandle load;
  private final MethodHandle save;
  private final MethodHandle free;
  private final MethodHandle add;
  private final MethodHandle addRaw;
  private final MethodHandle readRaw;
  private final MethodHandle search;
  private final MethodHandle compare;
  private final MethodHandle unreached;
  private final MethodHandle size;
  private final MethodHandle bytesPerVector;
  private final MethodHandle memory;

  private UsearchSymbols(Path library) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    version = handle(symbols, "vcu_version", ADDRESS);
    live = handle(symbols, "vcu_live", JAVA_LONG);
    create = handle(symbols, "vcu_create", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    load = handle(symbols, "vcu_load", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    save = handle(symbols, "vcu_save", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    free =
        Linker.nativeLinker()
            .downcallHandle(symbols.findOrThrow("vcu_free"), FunctionDescriptor.ofVoid(ADDRESS));
    add = handle(symbols, "vcu_add", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
    addRaw =
        handle(symbols, "vcu_add_raw", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
    readRaw =
        handle(symbols, "vcu_read_raw", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
    search =
        handle(
            symbols,
            "vcu_search",
            JAVA_LONG,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG);
    compare =
        handle(
            symbols,
            "vcu_compare",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            ADDRESS,
            JAVA_LONG);
    unreached =
        handle(
            symbols, "vcu_unreached", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    size = handle(symbols, "vcu_size", JAVA_LONG, ADDRESS);
    bytesPerVector = handle(symbols, "vcu_bytes_per_vector", JAVA_LONG, ADDRESS);
    memory = handle(symbols, "vcu_memory", JAVA_LONG, ADDRESS);
    requireVersion(library);
  }

  /** Loads the library on first use, once a process. */
  static UsearchSymbols get() {
    return Loaded.SYMBOLS;
  }

  private static final class Loaded {
    private static final UsearchSymbols SYMBOLS = new UsearchSymbols(NativeLibraryFile.find());
  }

  private static MethodHandle handle(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private void requireVersion(Path library) {
    String found =
        call(() -> ((MemorySegment) version.invokeExact()).reinterpret(VERSION_BYTES)).getString(0);
    if (!found.equals(VERSION)) {
      throw new EngineException(
          "native library %s: version '%s', this release needs '%s'; run 'make native'"
              .formatted(library, found, VERSION));
    }
  }

  /** Graphs alive in this process. */
  long live() {
    return call(() -> (long) live.invokeExact());
  }

  /** A new graph, to be freed when the arena closes. */
  MemorySegment create(MemorySegment settings, Arena owner) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      MemorySegment made =
          call(() -> (MemorySegment) create.invokeExact(settings, message, (long) MESSAGE_BYTES));
      return owned(made, owner, "create a graph", message);
    }
  }

  /** A graph from a file whose bytes were verified, to be freed when the arena closes. */
  MemorySegment load(MemorySegment settings, Path file, Arena owner) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      MemorySegment path = arena.allocateFrom(file.toString());
      MemorySegment made =
          call(
              () ->
                  (MemorySegment) load.invokeExact(settings, path, message, (long) MESSAGE_BYTES));
      return owned(made, owner, "load " + file, message);
    }
  }

  private MemorySegment owned(MemorySegment made, Arena owner, String what, MemorySegment message) {
    if (made.equals(MemorySegment.NULL)) {
      throw new EngineException(what + ": " + message.getString(0));
    }
    return made.reinterpret(owner, this::free);
  }

  private void free(MemorySegment graph) {
    call(
        () -> {
          free.invokeExact(graph);
          return true;
        });
  }

  void save(MemorySegment graph, Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      MemorySegment path = arena.allocateFrom(file.toString());
      int code = call(() -> (int) save.invokeExact(graph, path, message, (long) MESSAGE_BYTES));
      require(code, "save " + file, message);
    }
  }

  void add(MemorySegment graph, long key, MemorySegment vector) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      int code =
          call(() -> (int) add.invokeExact(graph, key, vector, message, (long) MESSAGE_BYTES));
      require(code, "add a vector", message);
    }
  }

  void addRaw(MemorySegment graph, long key, MemorySegment scalars) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      int code =
          call(() -> (int) addRaw.invokeExact(graph, key, scalars, message, (long) MESSAGE_BYTES));
      require(code, "copy a vector", message);
    }
  }

  void readRaw(MemorySegment graph, long key, MemorySegment scalars) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      int code =
          call(() -> (int) readRaw.invokeExact(graph, key, scalars, message, (long) MESSAGE_BYTES));
      require(code, "read a vector", message);
    }
  }

  /** Returns how many results were written to {@code keys} and {@code distances}. */
  int search(
      MemorySegment graph,
      MemorySegment query,
      long wanted,
      boolean exact,
      MemorySegment allowed,
      long keyLimit,
      MemorySegment keys,
      MemorySegment distances,
      MemorySegment stats,
      MemorySegment message) {
    long count =
        call(
            () ->
                (long)
                    search.invokeExact(
                        graph,
                        query,
                        wanted,
                        exact ? 1 : 0,
                        allowed,
                        keyLimit,
                        keys,
                        distances,
                        stats,
                        message,
                        message.byteSize()));
    require((int) Math.min(count, 0), "search", message);
    return Math.toIntExact(count);
  }

  void compare(
      MemorySegment graph,
      MemorySegment query,
      MemorySegment keys,
      long count,
      MemorySegment distances) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      int code =
          call(
              () ->
                  (int)
                      compare.invokeExact(
                          graph, query, keys, count, distances, message, (long) MESSAGE_BYTES));
      require(code, "compare with nodes", message);
    }
  }

  /** Returns how many nodes no path leads to; as many as fit are written to {@code keys}. */
  int unreached(MemorySegment graph, MemorySegment keys, long limit) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      long count =
          call(
              () ->
                  (long) unreached.invokeExact(graph, keys, limit, message, (long) MESSAGE_BYTES));
      require((int) Math.min(count, 0), "audit", message);
      return Math.toIntExact(count);
    }
  }

  long size(MemorySegment graph) {
    return call(() -> (long) size.invokeExact(graph));
  }

  long bytesPerVector(MemorySegment graph) {
    return call(() -> (long) bytesPerVector.invokeExact(graph));
  }

  long memoryBytes(MemorySegment graph) {
    return call(() -> (long) memory.invokeExact(graph));
  }

  private static void require(int code, String what, MemorySegment message) {
    if (code < 0) {
      throw new EngineException(what + ": " + message.getString(0));
    }
  }

  @FunctionalInterface
  private interface Downcall<T> {
    T invoke() throws Throwable;
  }

  /** Method handles declare Throwable; the shim throws nothing, so anything here is a bug. */
  private static <T> T call(Downcall<T> downcall) {
    try {
      return downcall.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a native call threw", e);
    }
  }
}
