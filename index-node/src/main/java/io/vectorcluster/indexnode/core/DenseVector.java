package io.vectorcluster.indexnode.core;

import java.util.Arrays;

/** A vector of finite 32-bit floats; it owns its array, which nobody may change. */
public final class DenseVector {
  private final float[] values;

  private DenseVector(float[] values) {
    this.values = values;
  }

  /** Takes over {@code values}: the caller must not change them later. */
  public static DenseVector of(float... values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "vector: element %d is %s, every element must be a finite number"
                .formatted(i, values[i]));
      }
    }
    return new DenseVector(values);
  }

  /** The elements themselves, not a copy: to be read only. */
  public float[] values() {
    return values;
  }

  public int size() {
    return values.length;
  }

  /** Euclidean length, summed in 64 bits. */
  public double norm() {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * The vector at unit length, as cosine spaces store it.
   *
   * @throws IllegalArgumentException if its length is zero: it has no direction
   */
  public DenseVector normalized() {
    double norm = norm();
    if (norm == 0) {
      throw new IllegalArgumentException(
          "vector: all elements are zero, Cosine needs a vector with a direction");
    }
    float[] unit = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      unit[i] = (float) (values[i] / norm);
    }
    return new DenseVector(unit);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "DenseVector[size=" + values.length + "]";
  }
}
