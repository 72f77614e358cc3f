package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a bad slot becomes, by the position of the image. */
final class SlotRepairTest {
  private static final int SLOT = 4;

  private final BadSlots bad = new BadSlots();
  private final SlotRepair repair = new SlotRepair(bad, Timing.DEFAULT, Rules.ALL);
  private final Step step = new Step(0, 0);

  private void beginAfter(long sequence) {
    bad.add(SLOT);
    assertThat(repair.due(sequence, List.of(), 1_000)).hasValue(SLOT);
  }

  @Test
  void entriesAfterTheImageAreKept() {
    beginAfter(10);
    repair.logged(List.of(entry(11, SLOT), entry(12, SLOT + 1), entry(13, SLOT)));

    repair.take(image(11));
    repair.finish(at(13), step);

    assertThat(step.effects())
        .containsExactly(
            new Effect.RepairSlot(SLOT, List.of(), List.of(), List.of(entry(13, SLOT))));
    assertThat(bad.count()).isZero();
  }

  @Test
  void anImageFromBeforeTheFirstKeptEntryIsNotTaken() {
    beginAfter(10);

    repair.take(image(9));
    repair.finish(at(13), step);

    assertThat(step.effects()).isEmpty();
    assertThat(bad.count()).isOne();
  }

  @Test
  void anImageOfWhatIsNotLoggedHereWaits() {
    beginAfter(10);

    repair.take(image(12));
    repair.finish(at(11), step);
    assertThat(step.effects()).isEmpty();

    repair.logged(List.of(entry(12, SLOT)));
    repair.finish(at(12), step);
    assertThat(step.effects())
        .containsExactly(new Effect.RepairSlot(SLOT, List.of(), List.of(), List.of()));
  }

  private static Message.SlotImage image(long sequence) {
    return new Message.SlotImage(1, HelloId.NONE, SLOT, at(sequence), List.of(), List.of());
  }

  private static LogPosition at(long sequence) {
    return new LogPosition(1, sequence);
  }

  private static LoggedWrite entry(long sequence, int slot) {
    return new LoggedWrite(
        at(sequence),
        0,
        new RequestId(1, sequence),
        new PointKey(new CollectionNumber(1), slot, new PointId.Numeric(sequence)),
        new Version(1, sequence, 1),
        new LoggedWrite.Change.Delete());
  }
}
