package io.vectorcluster.indexnode.core;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The collections of a cluster at one version. Shard 0 keeps it; every node has a copy, and
 * requests carry the version they were made with.
 *
 * @param version grows by one with every change
 * @param nextNumber the number the next collection gets: numbers are never used again
 */
public record Catalog(long version, int nextNumber, SortedMap<String, Collection> collections) {
  public static final int MAX_COLLECTIONS = 1_000;
  public static final Catalog EMPTY = new Catalog(0, 1, new TreeMap<>());

  public Catalog {
    collections = Collections.unmodifiableSortedMap(new TreeMap<>(collections));
  }

  public Optional<Collection> find(String name) {
    return Optional.ofNullable(collections.get(name));
  }

  public Optional<Collection> find(CollectionNumber number) {
    return collections.values().stream().filter(c -> c.number().equals(number)).findFirst();
  }

  /**
   * Whether a collection existed and is gone. One whose number this version has not given yet is
   * not deleted: a newer version has it.
   */
  public boolean hasDeleted(CollectionNumber number) {
    return number.value() < nextNumber && find(number).isEmpty();
  }

  /** The next version, with a collection more. The name must be free. */
  public Catalog with(String name, CollectionConfig config) {
    Require.that(find(name).isEmpty(), "collection name: `" + name + "` is taken");
    Require.range("number of collections", collections.size() + 1L, 1, MAX_COLLECTIONS);
    TreeMap<String, Collection> next = new TreeMap<>(collections);
    next.put(name, new Collection(name, new CollectionNumber(nextNumber), config));
    return new Catalog(version + 1, nextNumber + 1, next);
  }

  /** The next version, without a collection. */
  public Catalog without(String name) {
    TreeMap<String, Collection> next = new TreeMap<>(collections);
    Require.that(next.remove(name) != null, "collection name: `" + name + "` is unknown");
    return new Catalog(version + 1, nextNumber, next);
  }
}
