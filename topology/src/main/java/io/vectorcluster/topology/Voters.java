package io.vectorcluster.topology;

import java.util.List;

/**
 * The stores of a shard that make up its quorums, in the mode Quorum. A store that is silent keeps
 * its vote; only another that has come in its place takes it over.
 *
 * @param epoch of the topology that gave them their votes
 * @param stores in order, each once
 * @param formerEpoch 0 if they are the first
 * @param former those before: the present ones pull from them what they may have acknowledged (Q2)
 */
public record Voters(long epoch, List<StoreId> stores, long formerEpoch, List<StoreId> former) {

  public Voters {
    stores = stores.stream().distinct().sorted().toList();
    former = former.stream().distinct().sorted().toList();
    if (stores.isEmpty() || formerEpoch < 0 || formerEpoch >= epoch) {
      throw new IllegalArgumentException(
          "voters %s of epoch %d cannot follow those of epoch %d"
              .formatted(stores, epoch, formerEpoch));
    }
    if (former.isEmpty() != (formerEpoch == 0)) {
      throw new IllegalArgumentException(
          "former voters %s cannot be of epoch %d".formatted(former, formerEpoch));
    }
  }

  /** Whether a store has a vote. */
  public boolean has(StoreId store) {
    return stores.contains(store);
  }

  /** The next voters, of a later epoch. */
  Voters followedBy(long nextEpoch, List<StoreId> next) {
    return new Voters(nextEpoch, next, epoch, stores);
  }
}
