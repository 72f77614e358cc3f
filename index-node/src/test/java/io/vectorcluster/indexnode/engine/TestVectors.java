package io.vectorcluster.indexnode.engine;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.topology.PointId;
import java.util.Random;
import java.util.UUID;

/** Random points around random centres, as embeddings are, from a seed that is printed. */
public final class TestVectors {
  private static final int CENTRES = 50;
  private static final double SPREAD = 0.4;

  private final Random random;
  private final int dimensions;
  private final Distance distance;
  private final float[][] centres = new float[CENTRES][];

  private TestVectors(long seed, int dimensions, Distance distance) {
    this.random = new Random(seed);
    this.dimensions = dimensions;
    this.distance = distance;
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = gaussian(1);
    }
  }

  /** From the seed of the system property {@code seed}, or a new one. */
  public static TestVectors random(int dimensions, Distance distance) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("to repeat these random vectors: -Dseed=" + seed);
    return new TestVectors(seed, dimensions, distance);
  }

  public Random random() {
    return random;
  }

  /** At unit length under cosine. */
  public float[] next() {
    float[] vector = gaussian(SPREAD);
    float[] centre = centres[random.nextInt(CENTRES)];
    for (int i = 0; i < dimensions; i++) {
      vector[i] += centre[i];
    }
    return distance == Distance.COSINE ? DenseVector.of(vector).normalized().values() : vector;
  }

  private float[] gaussian(double spread) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (random.nextGaussian() * spread);
    }
    return vector;
  }

  /** The same id for the same number: some are numbers, some are UUIDs. */
  public static PointId id(int number) {
    return number % 3 == 0
        ? new PointId.Uuid(new UUID(0x5eed, number))
        : new PointId.Numeric(number);
  }
}
