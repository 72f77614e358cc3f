package io.vectorcluster.indexnode.engine;

import io.vectorcluster.indexnode.core.Distance;

/** Distances of full-precision vectors in the engine's unit (see {@link IndexHit}). */
public final class EngineDistance {
  private EngineDistance() {}

  /** The distance of two vectors of one length; under cosine both have unit length. */
  public static float between(Distance metric, float[] left, float[] right) {
    return switch (metric) {
      case COSINE, DOT -> 1 - dot(left, right);
      case EUCLID -> squaredEuclid(left, right);
      case MANHATTAN -> manhattan(left, right);
    };
  }

  /** A distance as the score of the data API: similarity, dot product, or plain distance. */
  public static float toScore(Distance metric, float distance) {
    return switch (metric) {
      case COSINE, DOT -> 1 - distance;
      case EUCLID -> (float) Math.sqrt(Math.max(distance, 0));
      case MANHATTAN -> distance;
    };
  }

  // Four sums each: one sum would make every addition wait for the one before.

  private static float dot(float[] left, float[] right) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 4 <= left.length; i += 4) {
      a += left[i] * right[i];
      b += left[i + 1] * right[i + 1];
      c += left[i + 2] * right[i + 2];
      d += left[i + 3] * right[i + 3];
    }
    for (; i < left.length; i++) {
      a += left[i] * right[i];
    }
    return (a + b) + (c + d);
  }

  private static float squaredEuclid(float[] left, float[] right) {
    float a = 0;
    float b = 0;
    int i = 0;
    for (; i + 2 <= left.length; i += 2) {
      float first = left[i] - right[i];
      float second = left[i + 1] - right[i + 1];
      a += first * first;
      b += second * second;
    }
    for (; i < left.length; i++) {
      float last = left[i] - right[i];
      a += last * last;
    }
    return a + b;
  }

  private static float manhattan(float[] left, float[] right) {
    float a = 0;
    float b = 0;
    int i = 0;
    for (; i + 2 <= left.length; i += 2) {
      a += Math.abs(left[i] - right[i]);
      b += Math.abs(left[i + 1] - right[i + 1]);
    }
    for (; i < left.length; i++) {
      a += Math.abs(left[i] - right[i]);
    }
    return a + b;
  }
}
