package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;

/** Scores by the definitions, summed in 64 bits; cosine of vectors at unit length. */
final class Scores {
  private Scores() {}

  static float of(Distance distance, DenseVector left, DenseVector right) {
    double sum = 0;
    for (int i = 0; i < left.size(); i++) {
      double a = left.values()[i];
      double b = right.values()[i];
      sum +=
          switch (distance) {
            case COSINE, DOT -> a * b;
            case EUCLID -> (a - b) * (a - b);
            case MANHATTAN -> Math.abs(a - b);
          };
    }
    return (float) (distance == Distance.EUCLID ? Math.sqrt(sum) : sum);
  }
}
