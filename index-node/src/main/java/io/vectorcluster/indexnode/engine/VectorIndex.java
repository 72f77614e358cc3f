package io.vectorcluster.indexnode.engine;

import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The vectors of one vector space on one shard replica, searchable by distance.
 *
 * <p>One thread at a time calls {@link #put} and {@link #remove}, in the order of the operation
 * log; the last call for an id wins, whatever its sequence. Everything else may be called by any
 * thread.
 *
 * <p>Vectors arrive checked: of the space's dimensions, finite, and at unit length under cosine.
 */
public interface VectorIndex extends AutoCloseable {

  /**
   * Adds a point or replaces its vector. Searches that begin after the return see it.
   *
   * <p>Blocks while the buffer of points that wait for their place in a graph is full.
   *
   * @param sequence carried to hits, to be compared with the store's
   * @param vector taken over: the caller must not change it later
   * @throws IllegalStateException if the index is closed
   * @throws EngineException if the index failed earlier and must be rebuilt from the store
   */
  void put(PointId id, long sequence, float[] vector);

  /** Removes a point, if it is there. Searches that begin after the return do not see it. */
  void remove(PointId id, long sequence);

  /**
   * The nearest points, nearest first, at equal distance by id.
   *
   * <p>Distances are those between the query and the vector as the graph holds it ({@link
   * #quantised}). Where exact scores matter the caller asks for more than it needs (a few more for
   * 16 bits, about four times {@code k} for 8 bits and one bit), reads those vectors from the store
   * and sorts by {@link EngineDistance#between}.
   *
   * @param query of the space's dimensions, finite, at unit length under cosine
   * @throws IllegalStateException if the index is closed
   */
  IndexHits search(float[] query, IndexSearch search);

  /** Whether distances are of vectors rounded to the graph's scalars, and not of the originals. */
  boolean quantised();

  IndexFigures figures();

  /**
   * Waits until every point put before the call is in a graph.
   *
   * @return false if that took longer than {@code timeout}
   * @throws EngineException if the index failed and must be rebuilt from the store
   */
  boolean awaitIndexed(Duration timeout);

  /**
   * Writes the index to a folder, so that {@link VectorEngine#open} finds it there after any crash:
   * either this checkpoint, or the one before. Searches go on; puts may wait.
   *
   * <p>The caller promises that every operation up to {@code coveredSequence} was applied before
   * the call. Later ones may be in it too, so that replaying from {@code coveredSequence} must be
   * (and is) harmless.
   *
   * @param directory made if missing; belongs to this index alone
   * @throws IOException if a file could not be written and synced: the folder keeps the checkpoint
   *     before
   */
  void checkpoint(Path directory, long coveredSequence) throws IOException;

  /**
   * Ends the background work and frees the memory as soon as the last running search is over.
   * Idempotent.
   */
  @Override
  void close();
}
