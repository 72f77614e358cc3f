package io.vectorcluster.indexnode.engine.usearch;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * What a graph is made with.
 *
 * @param capacity nodes, fixed
 * @param threads calls at one time, fixed: further ones would fail
 */
record GraphSettings(
    int dimensions,
    Metric metric,
    Precision scalar,
    int connectivity,
    int expansionAdd,
    int capacity,
    int threads) {

  private static final MemoryLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** The shim's metrics with its codes. */
  enum Metric {
    COSINE(0),
    INNER_PRODUCT(1),
    SQUARED_EUCLID(2),
    MANHATTAN(3),
    HAMMING(4);

    private final int code;

    Metric(int code) {
      this.code = code;
    }
  }

  /**
   * The graph of a vector space. Not every precision suits every metric: 8 bits and one bit keep
   * directions, so they serve cosine alone, and the Manhattan kernel knows 32-bit and bfloat16
   * scalars. Others get the nearest that does: bfloat16.
   */
  static GraphSettings of(VectorParams params, EngineLimits limits) {
    Precision scalar = scalar(params.distance(), params.precision());
    Metric metric =
        switch (params.distance()) {
          case COSINE -> scalar == Precision.BINARY ? Metric.HAMMING : Metric.COSINE;
          case DOT -> Metric.INNER_PRODUCT;
          case EUCLID -> Metric.SQUARED_EUCLID;
          case MANHATTAN -> Metric.MANHATTAN;
        };
    return new GraphSettings(
        params.size(),
        metric,
        scalar,
        params.hnsw().m(),
        params.hnsw().efConstruct(),
        limits.segmentRows(),
        limits.searchThreads() + 1);
  }

  private static Precision scalar(Distance distance, Precision wanted) {
    return switch (wanted) {
      case FLOAT32, BFLOAT16 -> wanted;
      case FLOAT16 -> distance == Distance.MANHATTAN ? Precision.BFLOAT16 : wanted;
      case INT8, BINARY -> distance == Distance.COSINE ? wanted : Precision.BFLOAT16;
    };
  }

  /** All that must be equal for a stored graph to be of use. */
  String fingerprint() {
    return "usearch %d %s %s m=%d efc=%d"
        .formatted(dimensions, metric, scalar, connectivity, expansionAdd);
  }

  /** The struct {@code vcu_settings}. */
  MemorySegment toNative(Arena arena) {
    MemorySegment struct = arena.allocate(LAYOUT);
    struct.set(JAVA_LONG, 0, dimensions);
    struct.set(JAVA_INT, 8, metric.code);
    struct.set(JAVA_INT, 12, scalarCode());
    struct.set(JAVA_LONG, 16, connectivity);
    struct.set(JAVA_LONG, 24, expansionAdd);
    struct.set(JAVA_LONG, 32, capacity);
    struct.set(JAVA_LONG, 40, threads);
    return struct;
  }

  private int scalarCode() {
    return switch (scalar) {
      case FLOAT32 -> 0;
      case FLOAT16 -> 1;
      case BFLOAT16 -> 2;
      case INT8 -> 3;
      case BINARY -> 4;
    };
  }
}
