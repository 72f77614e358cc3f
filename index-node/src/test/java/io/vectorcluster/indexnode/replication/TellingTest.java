package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MembershipRules;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What replicas say of each other, beside what the rules of members go by. */
final class TellingTest {
  private static final StoreId A = new StoreId(new UUID(0, 1));
  private static final StoreId B = new StoreId(new UUID(0, 2));
  private static final HelloId HELLO = new HelloId(9, 2, 1);

  private final Topology topology = SimulatedIntent.begun(List.of(A, B));
  private final ShardView view = ShardView.of(topology, SimulatedNode.SHARD);
  private final Session session = new Session(view.term(), 1);
  private final PrimaryReplica primary = replica(A);

  private PrimaryReplica replica(StoreId self) {
    SimulatedStore store =
        new SimulatedStore(self, topology, false, ShellFlaw.NONE, new SimulatedWorld(1, false));
    return new PrimaryReplica(self, 1, store, Timing.DEFAULT, view, 0);
  }

  private void hello(long nowMs) {
    List<Long> digests = IntStream.range(0, 1_025).mapToObj(_ -> 0L).toList();
    step(
        new Message.Hello(view.epoch(), HELLO, Optional.empty(), LogPosition.START, digests),
        nowMs);
  }

  private void ack(long sequence, boolean equal, long nowMs) {
    LogPosition durable = new LogPosition(view.term(), sequence);
    step(new Message.Ack(view.epoch(), HELLO, session, durable, equal), nowMs);
  }

  private void step(Message message, long nowMs) {
    primary.step(new Event.Received(B, message), nowMs);
  }

  private void write(int number, long nowMs) {
    PointKey key = new PointKey(new CollectionNumber(1), 4, new PointId.Numeric(number));
    Event.Change change = new Event.Change(key, new LoggedWrite.Change.Delete());
    primary.step(
        new Event.Write(number, view.epoch(), new RequestId(7, number), List.of(change)), nowMs);
  }

  @Test
  void aMemberThatDoesNotFollowIsBehindEverything() {
    assertThat(primary.lags(400)).containsOnlyKeys(B).containsEntry(B, new Lag(0, 400));
  }

  @Test
  void aMemberThatHoldsEverythingIsNotBehindHoweverLongNothingIsWritten() {
    hello(500);
    ack(0, true, 600);
    primary.step(new Event.Tick(), 60_000);

    assertThat(primary.lags(60_100)).containsEntry(B, new Lag(0, 0));
  }

  @Test
  void entriesCountUntilTheyAreAcknowledgedAndTimeSinceTheLastMomentWithoutAny() {
    hello(500);
    ack(0, true, 600);
    primary.step(new Event.Tick(), 5_000);
    write(1, 5_100);
    write(2, 5_200);

    assertThat(primary.lags(5_300)).containsEntry(B, new Lag(2, 300));
    ack(1, true, 5_400);
    assertThat(primary.lags(5_500)).containsEntry(B, new Lag(1, 500));
    ack(2, true, 5_600);
    assertThat(primary.lags(5_700)).containsEntry(B, new Lag(0, 0));
  }

  @Test
  void whatIsBeingMadeEqualIsBehindWhateverItAcknowledges() {
    hello(500);
    ack(0, true, 600);
    write(1, 700);
    // It asks anew, and all that it has may be another's.
    step(
        new Message.Hello(
            view.epoch(), new HelloId(9, 2, 2), Optional.empty(), LogPosition.START, List.of()),
        800);

    assertThat(primary.lags(900).get(B)).isEqualTo(new Lag(1, 300));
  }

  @Test
  void aJoinerTellsOfItsPrimarysSilenceWhichNoRuleCounts() {
    ReplicaSet joining = ReplicaSet.of(view.replicas().members(), A, List.of(A));
    Topology next = topology.withReplicas(Map.of(SimulatedNode.SHARD, joining));
    PrimaryReplica joiner = replica(B);
    joiner.step(new Event.Adopted(ShardView.of(next, SimulatedNode.SHARD)), 100);

    assertThat(joiner.reportWithSilence(1_900).primarySilent()).isFalse();
    MemberReport silent = joiner.reportWithSilence(2_200);
    assertThat(silent.primarySilent()).isTrue();
    assertThat(joiner.report(2_200).primarySilent()).isFalse();
    assertThat(
            MembershipRules.next(
                next.shard(SimulatedNode.SHARD).orElseThrow(), List.of(silent), List.of()))
        .isEqualTo(joining);
  }

  @Test
  void onlyAPrimarySaysSo() {
    assertThat(replica(B).lags(400)).isEmpty();
  }
}
