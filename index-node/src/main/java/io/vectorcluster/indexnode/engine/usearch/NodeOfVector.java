package io.vectorcluster.indexnode.engine.usearch;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the node that already has a vector, by 128 bits of XXH3 of its bytes: two different vectors
 * of one segment meet with a chance below 2^-90. An open-addressing table of three arrays, since a
 * map of objects would take as much memory as the graph; only a segment that still grows has one.
 */
final class NodeOfVector {
  private static final Hasher128 HASHER = Hashing.xxh3_128();
  private static final int FIRST_SIZE = 128;
  private static final int FREE = -1;

  private long[] high = new long[FIRST_SIZE];
  private long[] low = new long[FIRST_SIZE];
  private int[] nodes = free(FIRST_SIZE);
  private int count;

  static HashValue128 hash(float[] vector) {
    byte[] bytes = new byte[vector.length * Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().put(vector);
    return hash(bytes);
  }

  static HashValue128 hash(byte[] scalars) {
    return HASHER.hashBytesTo128Bits(scalars);
  }

  /** The node that was given for this hash, or {@code fresh}, which is then remembered for it. */
  int nodeOr(HashValue128 hash, int fresh) {
    if (2 * count >= nodes.length) {
      grow();
    }
    int place = place(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
    if (nodes[place] != FREE) {
      return nodes[place];
    }
    high[place] = hash.getMostSignificantBits();
    low[place] = hash.getLeastSignificantBits();
    nodes[place] = fresh;
    count++;
    return fresh;
  }

  private int place(long wantedHigh, long wantedLow) {
    int mask = nodes.length - 1;
    int place = (int) wantedLow & mask;
    while (nodes[place] != FREE && (high[place] != wantedHigh || low[place] != wantedLow)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldNodes = nodes;
    high = new long[oldNodes.length * 2];
    low = new long[oldNodes.length * 2];
    nodes = free(oldNodes.length * 2);
    for (int i = 0; i < oldNodes.length; i++) {
      if (oldNodes[i] != FREE) {
        int place = place(oldHigh[i], oldLow[i]);
        high[place] = oldHigh[i];
        low[place] = oldLow[i];
        nodes[place] = oldNodes[i];
      }
    }
  }

  private static int[] free(int size) {
    int[] nodes = new int[size];
    Arrays.fill(nodes, FREE);
    return nodes;
  }
}
