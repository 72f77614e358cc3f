package io.vectorcluster.indexnode.replication.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A replica that knows of no newer set answers for the old one, while the new one is open and takes
 * writes: its answer must not make up a quorum of the new set. Seeds hardly ever reach this.
 */
final class QuorumCoordinatorTest {
  private static final StoreId A = store(1);
  private static final StoreId B = store(2);
  private static final StoreId C = store(3);
  private static final StoreId D = store(4);
  private static final StoreId E = store(5);
  private static final QuorumSet OLD = new QuorumSet(1, List.of(A, B, C), 2, 2);
  private static final QuorumSet NEW = new QuorumSet(2, List.of(C, D, E), 2, 2);

  private static StoreId store(int number) {
    return new StoreId(new UUID(0, number));
  }

  private static List<QuorumEffect> answersOfTwoEpochs(QuorumRule.Kept rules) {
    QuorumCoordinator coordinator =
        new QuorumCoordinator(
            7, 0, QuorumTiming.DEFAULT, rules, new QuorumView(OLD, Optional.empty()));
    List<QuorumEffect> effects = new ArrayList<>();
    QuorumMessage.OperationId id = new QuorumMessage.OperationId(7, 1);
    coordinator.read(new QuorumEvent.StrongRead(0, QuorumClient.key(1)), 0, effects);
    coordinator.receive(A, new QuorumMessage.Told(1, id, Optional.empty()), 1, effects);
    coordinator.adopt(new QuorumView(NEW, Optional.of(OLD)), 2, effects);
    effects.clear();

    coordinator.receive(C, new QuorumMessage.Told(2, id, Optional.empty()), 3, effects);
    return effects;
  }

  @Test
  void answersOfOneEpochCountTogether() {
    assertThat(answersOfTwoEpochs(QuorumRule.Kept.ALL)).isEmpty();
  }

  @Test
  void theMistakeWouldAnswer() {
    assertThat(answersOfTwoEpochs(new QuorumRule.Kept(QuorumRule.ONE_EPOCH)))
        .containsExactly(new QuorumEffect.Found(0, Optional.empty()));
  }

  /**
   * A request changes two points. Under one version for both, the second would be stored below the
   * record that was found, and be acknowledged without taking effect.
   */
  @Test
  void eachPointOfARequestHasAVersionOfItsOwn() {
    QuorumCoordinator coordinator =
        new QuorumCoordinator(
            7, 0, QuorumTiming.DEFAULT, QuorumRule.Kept.ALL, new QuorumView(OLD, Optional.empty()));
    RequestId request = new RequestId(1, 1);
    Stored found =
        new Stored(
            QuorumClient.key(2),
            new Version(1, 1_000_000, 9),
            new RequestId(1, 0),
            new LoggedWrite.Change.Delete());
    List<QuorumEffect> effects = new ArrayList<>();
    for (int key = 1; key <= 2; key++) {
      QuorumMessage.OperationId id = new QuorumMessage.OperationId(7, key);
      Optional<Stored> present = key == 2 ? Optional.of(found) : Optional.empty();
      coordinator.write(
          new QuorumEvent.Write(
              key, request, QuorumClient.key(key), new LoggedWrite.Change.Delete()),
          1,
          effects);
      coordinator.receive(A, new QuorumMessage.Told(1, id, present), 2, effects);
      coordinator.receive(B, new QuorumMessage.Told(1, id, present), 3, effects);
    }

    List<Stored> stored =
        effects.stream()
            .filter(effect -> effect instanceof QuorumEffect.Send(StoreId to, _) && to.equals(A))
            .map(effect -> ((QuorumEffect.Send) effect).message())
            .filter(message -> message instanceof QuorumMessage.Store)
            .map(message -> ((QuorumMessage.Store) message).record())
            .toList();
    assertThat(stored).hasSize(2);
    assertThat(stored.getLast().isNewerThan(found)).isTrue();
    assertThat(coordinator.knows(request, QuorumClient.key(1))).isTrue();
    assertThat(coordinator.knows(request, QuorumClient.key(3))).isFalse();
  }
}
