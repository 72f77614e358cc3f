package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionInfo;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.WriteReceipt;
import io.vectorcluster.topology.PointId;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Answers any request for the whole cluster: finds the collection, asks the shards that matter at
 * the same time and puts their answers together.
 */
public final class Coordinator implements DataService {
  private final CatalogReader catalog;
  private final Writes writes;
  private final Reads reads;
  private final Searches searches;

  /**
   * @param policy asked for with every search
   * @param requestIds a new one for each write, never one twice
   */
  public Coordinator(
      TopologyHolder topologies,
      CatalogReader catalog,
      ShardDirectory shards,
      Supplier<ReadPolicy> policy,
      InstantSource clock,
      Supplier<RequestId> requestIds) {
    this.catalog = catalog;
    Attempts attempts = new Attempts(topologies, catalog, clock);
    FanOut fanOut = new FanOut(shards);
    this.writes = new Writes(attempts, fanOut, requestIds);
    this.reads = new Reads(attempts, fanOut);
    this.searches = new Searches(attempts, fanOut, policy, clock);
  }

  @Override
  public Catalog catalog() {
    return catalog.current();
  }

  @Override
  public Outcome<Collection> createCollection(
      String name, CollectionConfig config, Deadline deadline) {
    return catalog.create(name, config, deadline);
  }

  @Override
  public Outcome<Boolean> deleteCollection(String name, Deadline deadline) {
    return catalog.delete(name, deadline);
  }

  @Override
  public Outcome<Collection> find(String name, Deadline deadline) {
    return catalog.find(name, deadline);
  }

  @Override
  public Outcome<CollectionInfo> info(String name, Deadline deadline) {
    return reads.info(name, deadline);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Without {@code wait} the changes are made all the same, and the receipt only promises less:
   * a queue that outlives the request would lose what it had acknowledged with the process.
   */
  @Override
  public Outcome<WriteReceipt> write(
      String collection, List<Mutation> mutations, boolean wait, Deadline deadline) {
    return writes
        .write(collection, mutations, deadline)
        .map(sequence -> new WriteReceipt(sequence, wait));
  }

  @Override
  public Outcome<List<StoredPoint>> retrieve(
      String collection,
      List<PointId> ids,
      Selection selection,
      Consistency consistency,
      Deadline deadline) {
    return reads.retrieve(collection, ids, selection, consistency, deadline);
  }

  @Override
  public Outcome<SearchAnswer> search(String collection, SearchQuery query, Deadline deadline) {
    return searches.search(collection, query, deadline);
  }

  @Override
  public Outcome<ScrollPage> scroll(String collection, ScrollQuery query, Deadline deadline) {
    return reads.scroll(collection, query, deadline);
  }

  @Override
  public Outcome<Long> count(String collection, Deadline deadline) {
    return reads.count(collection, deadline);
  }
}
