package io.vectorcluster.indexnode.replication.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MoveModelTest {
  private static final int MOST_STATES = 1_500_000;

  private static Explorer.Found explore(
      MoveModel.Flaw flaw, int slots, int writes, int epochs, int promotions) {
    MoveModel model = new MoveModel(flaw, writes, epochs, promotions);
    return Explorer.explore(
        MoveModel.initial(slots), state -> state, model::moves, MoveModel::wrong, MOST_STATES);
  }

  @Test
  void nothingIsLostByMovesOfTwoSlots() {
    Explorer.Found found = explore(MoveModel.Flaw.NONE, 2, 3, 5, 1);

    System.out.printf("moves of two slots: %,d states%n", found.states());
    assertThat(found.wrong()).as("%s", found.trace()).isEmpty();
  }

  @Test
  void nothingIsLostByASlotThatGoesToAndFro() {
    Explorer.Found found = explore(MoveModel.Flaw.NONE, 1, 3, 8, 2);

    System.out.printf("a slot to and fro: %,d states%n", found.states());
    assertThat(found.wrong()).as("%s", found.trace()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeIsFound(MoveModel.Flaw flaw) {
    Explorer.Found found = explore(flaw, 2, 3, 5, 1);

    List<String> trace = found.trace();
    System.out.printf("%s: %s after %d moves: %s%n", flaw, found.wrong(), trace.size(), trace);
    assertThat(found.wrong()).isPresent();
  }
}
