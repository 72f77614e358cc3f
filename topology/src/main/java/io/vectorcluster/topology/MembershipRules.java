package io.vectorcluster.topology;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is a member of a shard, who is in sync and who is the primary, decided on the word of live
 * members (protocol T3, T4, P2).
 *
 * <p>A store that cannot be reached is not dead: only a primary's word removes a member, and only
 * an in-sync member's word replaces a primary that says nothing itself. Reports of another epoch
 * than the entry's are left out: what a joiner's report promises holds for its epoch alone.
 */
public final class MembershipRules {
  private MembershipRules() {}

  /**
   * The next set of a shard; the present one if there is nothing to change.
   *
   * @param reports the latest of each store that answered just now
   * @param known stores that are there, as members they would be: those that are none join
   */
  public static ReplicaSet next(
      ShardEntry entry, Collection<MemberReport> reports, Collection<Member> known) {
    ReplicaSet set = entry.replicas();
    Optional<Member> primary = set.primaryMember();
    if (primary.isEmpty()) {
      return set;
    }
    SortedMap<StoreId, MemberReport> said = new TreeMap<>();
    for (MemberReport report : reports) {
      if (report.epoch() == entry.epoch() && set.member(report.store()).isPresent()) {
        said.put(report.store(), report);
      }
    }
    Optional<MemberReport> word = Optional.ofNullable(said.get(primary.get().store()));
    ReplicaSet next =
        word.map(report -> onPrimarysWord(set, report)).orElseGet(() -> withoutPrimary(set, said));
    return withJoiners(next, known, word.map(MembershipRules::gone).orElse(new TreeSet<>()));
  }

  private static ReplicaSet onPrimarysWord(ReplicaSet set, MemberReport word) {
    SortedSet<StoreId> gone = gone(word);
    if (gone.isEmpty() && set.inSync().containsAll(word.ready())) {
      return set;
    }
    TreeSet<StoreId> inSync = new TreeSet<>(set.inSync());
    inSync.addAll(word.ready());
    inSync.removeAll(gone);
    // A joiner leaves: the new epoch voids what was reported of it before.
    List<Member> members =
        set.members().stream()
            .filter(member -> set.isInSync(member.store()) || !gone.contains(member.store()))
            .toList();
    inSync.retainAll(members.stream().map(Member::store).toList());
    return ReplicaSet.of(members, word.store(), inSync);
  }

  private static SortedSet<StoreId> gone(MemberReport word) {
    SortedSet<StoreId> gone = new TreeSet<>(word.silent());
    gone.addAll(word.lost());
    gone.remove(word.store());
    return gone;
  }

  private static ReplicaSet withoutPrimary(ReplicaSet set, Map<StoreId, MemberReport> said) {
    return said.values().stream()
        .filter(report -> report.primarySilent() && set.isInSync(report.store()))
        .max(Comparator.comparingLong(MemberReport::last).thenComparing(MemberReport::store))
        .map(
            heir -> {
              TreeSet<StoreId> inSync = new TreeSet<>(set.inSync());
              inSync.remove(set.primary());
              return ReplicaSet.of(set.members(), heir.store(), inSync);
            })
        .orElse(set);
  }

  private static ReplicaSet withJoiners(
      ReplicaSet set, Collection<Member> known, Collection<StoreId> gone) {
    TreeMap<StoreId, Member> members = new TreeMap<>();
    set.members().forEach(member -> members.put(member.store(), member));
    for (Member store : known) {
      if (!gone.contains(store.store())) {
        members.putIfAbsent(store.store(), store);
      }
    }
    if (members.size() == set.members().size()) {
      return set;
    }
    return ReplicaSet.of(members.values(), set.primaryMember().orElseThrow().store(), set.inSync());
  }
}
