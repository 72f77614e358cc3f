package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;
import java.util.List;

/**
 * What the data API asks of a node, for the whole cluster. Every call blocks until it is done or
 * its deadline has passed; callers run on virtual threads.
 */
public interface DataService {

  /** This node's copy of the catalog, for listing. */
  Catalog catalog();

  /** Creates a collection; CONFLICT if the name is taken. */
  Outcome<Collection> createCollection(String name, CollectionConfig config, Deadline deadline);

  /** Removes a collection with its points; false if there was none. */
  Outcome<Boolean> deleteCollection(String name, Deadline deadline);

  /** Finds a collection; NOT_FOUND only after asking the catalog's keeper. */
  Outcome<Collection> find(String name, Deadline deadline);

  /** A collection with its figures. */
  Outcome<CollectionInfo> info(String name, Deadline deadline);

  /**
   * Applies changes: all of them are checked before the first is applied. Later changes of an id
   * win over earlier ones of the same list.
   *
   * @param wait whether to answer only when every change is durable and visible
   */
  Outcome<WriteReceipt> write(
      String collection, List<Mutation> mutations, boolean wait, Deadline deadline);

  /** Points by id, in the order asked; unknown ids are left out. */
  Outcome<List<StoredPoint>> retrieve(
      String collection,
      List<PointId> ids,
      Selection selection,
      Consistency consistency,
      Deadline deadline);

  /** The nearest points of all shards. */
  Outcome<SearchAnswer> search(String collection, SearchQuery query, Deadline deadline);

  /** Points of all shards in the order of their ids. */
  Outcome<ScrollPage> scroll(String collection, ScrollQuery query, Deadline deadline);

  /** The exact number of live points of all shards. */
  Outcome<Long> count(String collection, Deadline deadline);
}
