package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.cluster.RecordLog;
import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Divergence;
import io.vectorcluster.operator.core.Holdings;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.core.ObservedRecord;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.RecordChange;
import io.vectorcluster.operator.core.RecordCodec;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Every order of events after a record is lost whose last change is still on its way to a store.
 * The change makes that store the only one in sync: from then on it may acknowledge alone. The
 * operator's planner and the stores' holders of topologies are the real ones.
 */
final class LostRecordTest {
  private static final StoreId A = new StoreId(new UUID(0, 1));
  private static final StoreId B = new StoreId(new UUID(0, 2));
  private static final Topology KNOWN = SimulatedIntent.begun(List.of(A, B));
  private static final Topology LOST = KNOWN.withReplicas(Map.of(SimulatedNode.SHARD, onlyB()));

  private static ReplicaSet onlyB() {
    ReplicaSet both = KNOWN.shard(SimulatedNode.SHARD).orElseThrow().replicas();
    return ReplicaSet.of(both.members(), B, List.of(B));
  }

  /** One order of events, from the beginning; each choice is a place in what may happen next. */
  private static final class Story {
    private final OperatorFlaw flaw;
    private final Map<StoreId, TopologyHolder> stores = new LinkedHashMap<>();
    private final SortedMap<StoreId, NodeAnswer.Answered> heard = new TreeMap<>();
    private final SortedMap<String, Runnable> onTheWay = new TreeMap<>();
    private Optional<ObservedRecord> record = Optional.empty();
    private Optional<Topology> rebuilt = Optional.empty();
    private long version;
    private boolean acknowledgedAlone;

    Story(OperatorFlaw flaw) {
      this.flaw = flaw;
      for (StoreId id : List.of(A, B)) {
        TopologyHolder holder = new TopologyHolder(RecordLog.NONE, RecordLog.NONE);
        holder.adopt(KNOWN);
        stores.put(id, holder);
      }
      onTheWay.put("what was lost", () -> holder(B).adopt(LOST));
    }

    private TopologyHolder holder(StoreId store) {
      return Optional.ofNullable(stores.get(store)).orElseThrow();
    }

    List<Runnable> next() {
      List<Runnable> events = new ArrayList<>();
      onTheWay.forEach(
          (message, arrival) ->
              events.add(
                  () -> {
                    onTheWay.remove(message);
                    arrival.run();
                  }));
      if (holder(B).current().equals(Optional.of(LOST)) && !acknowledgedAlone) {
        events.add(() -> acknowledgedAlone = true);
      }
      if (rebuilt.isEmpty()) {
        stores.keySet().stream()
            .filter(store -> !heard.containsKey(store))
            .forEach(store -> events.add(() -> heard.put(store, answer(store))));
        if (heard.size() == stores.size()) {
          events.add(this::act);
        }
      }
      return events;
    }

    private NodeAnswer.Answered answer(StoreId store) {
      TopologyHolder holder = holder(store);
      return new NodeAnswer.Answered(
          store,
          holder.current(),
          holder.promised(),
          true,
          List.of(),
          Optional.empty(),
          1,
          0,
          Holdings.NONE,
          Divergence.NONE);
    }

    private void act() {
      Plan plan = flaw.plan(SimulatedIntent.request(1, 3, List.of()), seen());
      heard.clear();
      for (Action action : plan.actions()) {
        switch (action) {
          case Action.WriteRecord write -> {
            version++;
            record =
                Optional.of(
                    new ObservedRecord(
                        Long.toString(version),
                        write.memory(),
                        write.topology().map(RecordCodec::encode)));
            if (write.change() == RecordChange.REBUILT) {
              rebuilt = write.topology();
            }
          }
          case Action.AskPromise(String pod, long epoch) ->
              onTheWay.put(pod + " promises", () -> holder(storeOf(pod)).promise(epoch));
          case Action.PushTopology(String pod, Topology topology) ->
              onTheWay.put(pod + " adopts", () -> holder(storeOf(pod)).adopt(topology));
          case Action.Apply _, Action.ReturnStrays _, Action.Delete _, Action.RestartPod _ ->
              throw new AssertionError("no step about the topology: " + action);
        }
      }
    }

    private static StoreId storeOf(String pod) {
      return pod.equals(SimulatedIntent.pod(SimulatedNode.SHARD, 0)) ? A : B;
    }

    private Observation seen() {
      SortedMap<String, NodeAnswer> nodes = new TreeMap<>();
      nodes.put(
          SimulatedIntent.pod(SimulatedNode.SHARD, 0),
          Optional.ofNullable(heard.get(A)).orElseThrow());
      nodes.put(
          SimulatedIntent.pod(SimulatedNode.SHARD, 1),
          Optional.ofNullable(heard.get(B)).orElseThrow());
      return new Observation(
          Instant.EPOCH,
          SimulatedIntent.status(KNOWN.epoch()),
          record,
          Collections.emptySortedMap(),
          List.of(pod(0), pod(1)),
          List.of(),
          nodes,
          false,
          SimulatedIntent.DRAWN);
    }

    private static ObservedPod pod(int ordinal) {
      String name = SimulatedIntent.pod(SimulatedNode.SHARD, ordinal);
      return new ObservedPod(
          name,
          SimulatedNode.SHARD,
          ordinal,
          name,
          "r1",
          true,
          false,
          Optional.of("node-" + ordinal),
          Optional.empty(),
          Optional.empty());
    }

    /** All that decides what may still happen. */
    String state() {
      StringBuilder state = new StringBuilder();
      stores
          .values()
          .forEach(holder -> state.append(epoch(holder.current())).append(holder.promised()));
      heard.forEach(
          (store, answer) ->
              state.append(store).append(epoch(answer.topology())).append(answer.promised()));
      record.ifPresent(written -> state.append(written.memory()).append(written.reading()));
      return state
          .append(epoch(rebuilt))
          .append(onTheWay.keySet())
          .append(acknowledgedAlone)
          .toString();
    }

    private static String epoch(Optional<Topology> topology) {
      return " " + topology.map(Topology::epoch) + " ";
    }

    /** What B has acknowledged alone is lost if others are counted as in sync beside it. */
    boolean lost() {
      return acknowledgedAlone
          && rebuilt
              .flatMap(topology -> topology.shard(SimulatedNode.SHARD))
              .filter(shard -> shard.replicas().isInSync(A))
              .isPresent();
    }
  }

  /** All states that are reached; each once, by one of the ways that lead to it. */
  private static final class Search {
    private final OperatorFlaw flaw;
    private final Set<String> states = new HashSet<>();
    private boolean rebuilt;
    private boolean lost;

    Search(OperatorFlaw flaw) {
      this.flaw = flaw;
      from(List.of());
    }

    private void from(List<Integer> choices) {
      Story story = new Story(flaw);
      choices.forEach(choice -> story.next().get(choice).run());
      if (!states.add(story.state())) {
        return;
      }
      lost |= story.lost();
      rebuilt |= story.rebuilt.isPresent();
      for (int choice = 0; choice < story.next().size(); choice++) {
        List<Integer> longer = new ArrayList<>(choices);
        longer.add(choice);
        from(longer);
      }
    }
  }

  @Test
  void whatAStoreAcknowledgesUnderALostRecordIsKept() {
    Search search = new Search(OperatorFlaw.NONE);

    System.out.printf("a lost record: %d states%n", search.states.size());
    assertThat(search.rebuilt).isTrue();
    assertThat(search.lost).isFalse();
  }

  @Test
  void withoutPromisesItWouldBeLost() {
    assertThat(new Search(OperatorFlaw.REBUILDS_WITHOUT_PROMISES).lost).isTrue();
  }
}
