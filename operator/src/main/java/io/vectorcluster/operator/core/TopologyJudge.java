package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.Verdict.Beginning;
import io.vectorcluster.operator.core.Verdict.Halted;
import io.vectorcluster.operator.core.Verdict.Publish;
import io.vectorcluster.operator.core.Verdict.Rebuilding;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges the topology: the one child that is never computed from the spec again (protocol T1).
 *
 * <p>A record that is missing, altered or behind a node's copy is rebuilt from the highest copy,
 * with an answer of every store id in it, or with a human's word that those missing are lost. What
 * was lost may still be on its way to a store that has answered without it: each first promises to
 * adopt nothing below the epoch of the rebuilt record, and tells its copy afterwards, as in the
 * first round of Paxos. A first topology is made only where no store has ever held one.
 */
final class TopologyJudge {
  /**
   * So far above all that is known is a rebuilt record. A shard's entry changes on the word of a
   * store that has adopted the one before, so hardly more than one change of each shard can have
   * been published that no store has adopted and no status reported.
   */
  private static final long FENCE = 1_000;

  private final ClusterIdentity cluster;
  private final Intent intent;
  private final Observation seen;
  private final Approvals approvals;

  TopologyJudge(ClusterIdentity cluster, Intent intent, Observation seen, Approvals approvals) {
    this.cluster = cluster;
    this.intent = intent;
    this.seen = seen;
    this.approvals = approvals;
  }

  Verdict judge() {
    List<Topology> highest = highestCopies();
    if (highest.size() > 1) {
      return halted(
          highest.stream().findFirst(),
          BlockerId.TOPOLOGY_CONFLICT,
          "nodes hold different topologies of epoch %d: two operators have written; stop one of them and restore the volumes from before"
              .formatted(highest.getFirst().epoch()));
    }
    Optional<Topology> copy = highest.stream().findFirst();
    return switch (reading()) {
      case RecordReading.Intact(Topology recorded) -> {
        boolean behind =
            copy.isPresent()
                && !copy.get().equals(recorded)
                && copy.get().epoch() >= recorded.epoch();
        if (behind) {
          yield rebuilt(copy.get(), recorded.epoch(), "is older than a node's copy");
        }
        if (recorded.epoch() < reported()) {
          yield rebuilt(recorded, recorded.epoch(), "is older than what the status has reported");
        }
        yield recorded.epoch() < promised()
            ? rebuilt(recorded, recorded.epoch(), "is older than what the stores have promised")
            : settled(recorded);
      }
      case RecordReading.Altered(String why) ->
          copy.map(topology -> rebuilt(topology, 0, why)).orElseGet(() -> lost(why));
      case RecordReading.OtherFormat other ->
          halted(
              copy,
              BlockerId.TOPOLOGY_FORMAT,
              "the VectorTopology %s; run the release of the operator that wrote it, or remove its field record: it is then rebuilt from the copies of the nodes, all of which have to answer"
                  .formatted(other.why()));
      case RecordReading.Absent() ->
          copy.map(topology -> rebuilt(topology, 0, "is missing")).orElseGet(this::withoutCopies);
    };
  }

  private RecordReading reading() {
    RecordReading reading =
        seen.record().map(ObservedRecord::reading).orElseGet(RecordReading.Absent::new);
    return reading instanceof RecordReading.Intact(Topology recorded)
            && !recorded.clusterId().equals(cluster.clusterId())
        ? new RecordReading.Altered("is of another cluster")
        : reading;
  }

  /**
   * The highest epoch known to have been published: it may have reached no node that answers. A
   * status is only believed where that makes the operator more careful.
   */
  private long reported() {
    return Optional.ofNullable(seen.status().topology()).map(mark -> mark.epoch()).orElse(0L);
  }

  /** The epoch as which a record is noted to come back. */
  private Optional<Long> rebuilding() {
    return seen.record().flatMap(record -> Optional.ofNullable(record.memory().rebuilding()));
  }

  private Optional<Topology> recorded() {
    return reading() instanceof RecordReading.Intact(Topology topology)
        ? Optional.of(topology)
        : Optional.empty();
  }

  /** The highest epoch below which a store adopts nothing. */
  private long promised() {
    return copies().mapToLong(Answered::promised).max().orElse(0);
  }

  /** Of stores that have a copy of this cluster's topology. */
  private Stream<Answered> copies() {
    return seen.answers().values().stream()
        .filter(
            answer ->
                answer
                    .topology()
                    .filter(t -> t.clusterId().equals(cluster.clusterId()))
                    .isPresent());
  }

  /** The copies of the highest epoch; more than one only if they differ. */
  private List<Topology> highestCopies() {
    List<Topology> highest = new ArrayList<>();
    copies()
        .flatMap(answer -> answer.topology().stream())
        .forEach(copy -> keepHighest(highest, copy));
    return highest;
  }

  /** By comparison: hashes of all the slots would cost more than to look at the one other. */
  private static void keepHighest(List<Topology> highest, Topology copy) {
    if (!highest.isEmpty() && highest.getFirst().epoch() < copy.epoch()) {
      highest.clear();
    }
    if (highest.isEmpty()
        || (highest.getFirst().epoch() == copy.epoch() && !highest.contains(copy))) {
      highest.add(copy);
    }
  }

  private Verdict rebuilt(Topology copy, long recordedEpoch, String why) {
    Set<StoreId> answered =
        seen.answers().values().stream().map(Answered::store).collect(Collectors.toSet());
    List<Member> silent =
        copy.shards().stream()
            .flatMap(shard -> shard.replicas().members().stream())
            .filter(member -> !answered.contains(member.store()))
            .sorted(Comparator.comparing(Member::host))
            .toList();
    long known = Math.max(Math.max(copy.epoch(), recordedEpoch), reported());
    if (!silent.isEmpty()) {
      Optional<RecordLoss> loss = lossOf(copy, known, silent);
      Optional<Approvals.Answer> answer = loss.map(RecordLoss::loss).map(approvals::ask);
      if (answer.filter(Approvals.Answer::accepted).isPresent()) {
        Topology next =
            copy.republishedAbove(aboveWhatIsGivenUp(known))
                .withReplicas(loss.orElseThrow().changed());
        return new Publish(
            Optional.of(copy), next, RecordChange.REBUILT, ShardChoice.of(next), List.of());
      }
      String missing =
          silent.stream()
              .map(member -> member.host() + " (store " + member.store() + ")")
              .collect(Collectors.joining(", "));
      return halted(
          Optional.of(copy),
          BlockerId.TOPOLOGY_LOST,
          "the VectorTopology %s and is rebuilt when every store has answered; missing: %s; bring their pods and volumes back%s"
              .formatted(
                  why, missing, answer.map(said -> ", " + said.approval().remedy()).orElse("")));
    }
    Optional<Long> noted = rebuilding().filter(epoch -> epoch > known);
    if (noted.isEmpty()) {
      long above = Math.addExact(known, FENCE);
      return new Rebuilding(
          copy, recorded(), above, false, new TreeSet<>(), ShardChoice.of(copy), List.of());
    }
    long above = Math.max(noted.get(), promised());
    SortedSet<String> unpromised = new TreeSet<>();
    seen.answers()
        .forEach(
            (pod, answer) -> {
              boolean counts = copy.shardOf(answer.store()).isPresent();
              if (counts && answer.topology().isPresent() && answer.promised() < above) {
                unpromised.add(pod);
              }
            });
    if (!unpromised.isEmpty()) {
      return new Rebuilding(
          copy, recorded(), above, true, unpromised, ShardChoice.of(copy), List.of());
    }
    Topology next = copy.republishedAbove(above - 1);
    return new Publish(
        Optional.empty(), next, RecordChange.REBUILT, ShardChoice.of(next), List.of());
  }

  /**
   * Above what only the stores that are given up have seen, and above what the others have promised
   * or may still be asked to: below it they would adopt nothing.
   */
  private long aboveWhatIsGivenUp(long known) {
    long promised = Math.max(promised(), rebuilding().orElse(0L));
    return Math.max(Math.addExact(known, FENCE), promised);
  }

  private Optional<RecordLoss> lossOf(Topology copy, long known, List<Member> silent) {
    return RecordLoss.of(
        cluster,
        intent.replication().factor(),
        copy,
        known,
        silent.stream().map(Member::store).collect(Collectors.toSet()),
        seen);
  }

  private Verdict lost(String why) {
    return halted(
        Optional.empty(),
        BlockerId.TOPOLOGY_LOST,
        "the VectorTopology %s and no node has answered with a copy; bring the pods and their volumes back"
            .formatted(why));
  }

  /** Neither a record nor a copy: the cluster begins, unless it has already been there. */
  private Verdict withoutCopies() {
    Optional<String> foreign =
        seen.answers().entrySet().stream()
            .filter(answer -> answer.getValue().topology().isPresent())
            .map(answer -> answer.getKey())
            .findFirst();
    if (foreign.isPresent()) {
      return halted(
          Optional.empty(),
          BlockerId.RETAINED_VOLUMES,
          "the volume of pod %s holds data of an earlier cluster of this name; delete the claims data-%s-shard-* to begin empty, or create this cluster under another name"
              .formatted(foreign.get(), cluster.name()));
    }
    if (seen.status().topology() != null) {
      return lost("is missing");
    }
    SortedSet<ShardId> wanted = ShardChoice.first(intent.shards());
    Optional<Blocker> twice = Waits.sameStoreTwice(seen);
    if (twice.isPresent()) {
      return new Beginning(wanted, List.of(twice.get()));
    }
    List<Place> awaited = FirstTopology.awaited(intent, wanted, seen);
    if (awaited.isEmpty()) {
      Topology first = FirstTopology.of(cluster, intent, wanted, seen);
      return new Publish(Optional.empty(), first, RecordChange.FIRST, wanted, List.of());
    }
    return new Beginning(wanted, List.of(Waits.forStores(awaited, seen, Operation.CREATE)));
  }

  /** Who serves comes first: nothing else is worth a failover's wait (protocol B5). */
  private Verdict settled(Topology recorded) {
    Membership.Outcome members = Membership.of(cluster, intent, recorded, seen, approvals);
    if (!members.changed().isEmpty()) {
      return new Publish(
          Optional.of(recorded),
          recorded.withReplicas(members.changed()),
          approvals.accepted().isEmpty() ? RecordChange.MEMBERS : RecordChange.LOSS_ACCEPTED,
          ShardChoice.of(recorded),
          members.blockers());
    }
    return new Rebalancing(cluster, intent, recorded, seen, approvals, members.blockers()).judge();
  }

  private Halted halted(Optional<Topology> known, BlockerId id, String message) {
    SortedSet<ShardId> shards =
        known.map(ShardChoice::of).orElseGet(() -> ShardChoice.existing(cluster.name(), seen));
    return new Halted(known, shards, List.of(new Blocker(id, Operation.REPAIR, message)));
  }
}
