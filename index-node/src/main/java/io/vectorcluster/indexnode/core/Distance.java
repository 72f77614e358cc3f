package io.vectorcluster.indexnode.core;

/** How near two vectors are. Scores are in the unit that the data API answers with. */
public enum Distance {
  /** Cosine similarity, higher is nearer. Vectors are stored at unit length. */
  COSINE(true),
  /** Dot product, higher is nearer. */
  DOT(true),
  /** Euclidean distance (not squared), lower is nearer. */
  EUCLID(false),
  /** Sum of absolute differences, lower is nearer. */
  MANHATTAN(false);

  private final boolean higherIsNearer;

  Distance(boolean higherIsNearer) {
    this.higherIsNearer = higherIsNearer;
  }

  /** Whether a higher score is a nearer point; decides order and the meaning of a threshold. */
  public boolean higherIsNearer() {
    return higherIsNearer;
  }

  /** Whether a score passes a caller's threshold, which is a lower or an upper bound by metric. */
  public boolean passes(float score, float threshold) {
    return higherIsNearer ? score >= threshold : score <= threshold;
  }

  /** Negative if the first score is nearer. */
  public int compareScores(float left, float right) {
    return higherIsNearer ? Float.compare(right, left) : Float.compare(left, right);
  }
}
