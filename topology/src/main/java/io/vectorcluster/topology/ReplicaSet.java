package io.vectorcluster.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one shard. A member outside the in-sync set is a joiner: it is never counted and
 * never promoted.
 *
 * <p>A set is either {@link #AWAITED} (no store of the shard has been seen yet: nothing is served)
 * or has a primary, and then at least that one in-sync member.
 *
 * @param members in the order of their store ids, each store once
 * @param primary an in-sync member; null exactly while the set is awaited
 * @param inSync stores of members, in order, each once
 */
public record ReplicaSet(List<Member> members, @Nullable StoreId primary, List<StoreId> inSync) {

  /** A shard whose stores are still to be formatted. */
  public static final ReplicaSet AWAITED = new ReplicaSet(List.of(), null, List.of());

  public ReplicaSet {
    List<Member> inOrder = new ArrayList<>(members);
    inOrder.sort(Comparator.comparing(Member::store));
    members = List.copyOf(inOrder);
    inSync = List.copyOf(new TreeSet<>(inSync));
    SortedSet<StoreId> stores = new TreeSet<>();
    members.forEach(member -> stores.add(member.store()));
    if (stores.size() != members.size()) {
      throw new IllegalArgumentException("members name a store twice: " + members);
    }
    if (!stores.containsAll(inSync)) {
      throw new IllegalArgumentException(
          "in-sync set " + inSync + " has a store outside the members " + stores);
    }
    if (primary == null ? !members.isEmpty() : !inSync.contains(primary)) {
      throw new IllegalArgumentException(
          "primary " + primary + " is not in the in-sync set " + inSync + " of members " + stores);
    }
  }

  /** A shard with one copy. */
  public static ReplicaSet single(Member member) {
    return new ReplicaSet(List.of(member), member.store(), List.of(member.store()));
  }

  /** A set with a primary. */
  public static ReplicaSet of(
      Collection<Member> members, StoreId primary, Collection<StoreId> inSync) {
    return new ReplicaSet(List.copyOf(members), primary, List.copyOf(inSync));
  }

  /** The same stores with another in-sync one as the primary. */
  public ReplicaSet ledBy(StoreId next) {
    return new ReplicaSet(members, next, inSync);
  }

  /** Whether no store of the shard has been seen yet. */
  public boolean isAwaited() {
    return primary == null;
  }

  /** The member that numbers the writes; empty while the set is awaited. */
  public Optional<Member> primaryMember() {
    return primary == null ? Optional.empty() : member(primary);
  }

  /** The member with this store. */
  public Optional<Member> member(StoreId store) {
    for (Member member : members) {
      if (member.store().equals(store)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  public boolean isInSync(StoreId store) {
    return inSync.contains(store);
  }
}
