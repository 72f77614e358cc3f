package io.vectorcluster.indexnode.sample;

import io.vectorcluster.indexnode.core.DenseVector;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** A data set of a folder: vectors at unit length, queries, and each query's exact neighbours. */
public record Sample(NpyArray base, NpyArray queries, NpyArray neighbours) {
  public static Sample read(Path folder) {
    return new Sample(
        NpyArray.read(folder.resolve("base.f16.npy")),
        NpyArray.read(folder.resolve("queries.f16.npy")),
        NpyArray.read(folder.resolve("neighbors.i32.npy")));
  }

  /** The one in the repository. */
  public static Sample committed() {
    return read(Path.of(System.getProperty("vectorcluster.sample")));
  }

  public float[] vector(int row) {
    return DenseVector.of(base.floats(row)).normalized().values();
  }

  public float[] query(int row) {
    return DenseVector.of(queries.floats(row)).normalized().values();
  }

  /** How many of the found rows are among the {@code k} true neighbours, as a part of {@code k}. */
  public double recall(int query, int k, int[] found) {
    int[] truth = neighbours.ints(query);
    long hits =
        IntStream.of(found)
            .filter(row -> IntStream.of(truth).limit(k).anyMatch(near -> near == row))
            .count();
    return (double) hits / k;
  }
}
