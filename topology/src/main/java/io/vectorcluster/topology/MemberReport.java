package io.vectorcluster.topology;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a live store of a shard says of itself and the other members (protocol T4).
 *
 * @param epoch of the shard's entry that it has adopted: its word counts for that one only
 * @param serving whether it is a primary that takes writes
 * @param silent members that it, the primary, has not heard of for a second
 * @param lost members that lack what they acknowledged, or cannot be caught up while they count
 *     (T3)
 * @param ready joiners that hold everything and are waited for (P2)
 * @param primarySilent whether it, another member, has not heard of its primary for two seconds; it
 *     replaces the primary on the word of an in-sync member only
 * @param last sequence of its last durable log entry
 * @param migrations slots that come to the shard and are copied, or open, if it is a primary
 */
public record MemberReport(
    StoreId store,
    long epoch,
    boolean serving,
    SortedSet<StoreId> silent,
    SortedSet<StoreId> lost,
    SortedSet<StoreId> ready,
    boolean primarySilent,
    long last,
    List<MigrationReport> migrations) {

  public MemberReport {
    silent = copy(silent);
    lost = copy(lost);
    ready = copy(ready);
    migrations = List.copyOf(migrations);
  }

  /** Of a store that is no primary. */
  public static MemberReport ofMember(StoreId store, long epoch, boolean primarySilent, long last) {
    SortedSet<StoreId> none = Collections.emptySortedSet();
    return new MemberReport(store, epoch, false, none, none, none, primarySilent, last, List.of());
  }

  /** The same word of one that has not heard of its primary. */
  public MemberReport withPrimarySilent() {
    return new MemberReport(store, epoch, serving, silent, lost, ready, true, last, migrations);
  }

  /** The same word with fewer joiners that are ready. */
  public MemberReport ready(Collection<StoreId> fewer) {
    return new MemberReport(
        store, epoch, serving, silent, lost, copy(fewer), primarySilent, last, migrations);
  }

  private static SortedSet<StoreId> copy(Collection<StoreId> stores) {
    return stores.isEmpty()
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(new TreeSet<>(stores));
  }
}
