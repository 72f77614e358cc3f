package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.engine.IndexFigures;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.topology.PointId;
import java.util.Map;
import java.util.Optional;

/**
 * The indexes of one collection on this shard, one for each vector space.
 *
 * @param indexes by name of the vector space
 */
record CollectionIndexes(Collection collection, Map<String, VectorIndex> indexes)
    implements AutoCloseable {

  CollectionIndexes {
    indexes = Map.copyOf(indexes);
  }

  Optional<VectorIndex> find(String using) {
    return Optional.ofNullable(indexes.get(using));
  }

  /** Makes a point findable; a vector space that it has no vector for forgets its earlier one. */
  void put(PointId id, Map<String, DenseVector> vectors, long sequence) {
    indexes.forEach(
        (name, index) -> {
          DenseVector vector = vectors.get(name);
          if (vector == null) {
            index.remove(id, sequence);
          } else {
            index.put(id, sequence, vector.values());
          }
        });
  }

  void remove(PointId id, long sequence) {
    indexes.values().forEach(index -> index.remove(id, sequence));
  }

  /**
   * @param points live points of the collection, as the store counts them
   */
  ShardFigures figures(long points) {
    long indexed = 0;
    int segments = 0;
    boolean indexing = false;
    for (VectorIndex index : indexes.values()) {
      IndexFigures figures = index.figures();
      indexed += figures.live() - figures.pending();
      segments += figures.segments();
      indexing |= figures.pending() > 0;
    }
    return new ShardFigures(points, indexed, segments, indexing);
  }

  /** Memory of its indexes outside the heap, in bytes. */
  long memoryBytes() {
    return indexes.values().stream().mapToLong(index -> index.figures().memoryBytes()).sum();
  }

  @Override
  public void close() {
    indexes.values().forEach(VectorIndex::close);
  }
}
