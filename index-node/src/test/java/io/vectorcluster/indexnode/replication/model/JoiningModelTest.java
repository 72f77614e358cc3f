package io.vectorcluster.indexnode.replication.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.replication.model.JoiningModel.Flaw;
import io.vectorcluster.indexnode.replication.model.JoiningModel.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JoiningModelTest {
  private static final int MOST_STATES = 1_000_000;

  /** Each more than the others in something: all at once would be too many states. */
  private static final List<Limits> SMALL =
      List.of(
          new Limits(3, 0, 1, 0, 1, 2, 2),
          new Limits(3, 0, 0, 1, 1, 2, 2),
          new Limits(3, 1, 0, 0, 1, 1, 1),
          new Limits(2, 0, 0, 0, 2, 1, 2),
          new Limits(1, 1, 0, 0, 2, 2, 1));

  private static Explorer.Found explore(Flaw flaw, Limits limits) {
    JoiningModel model = new JoiningModel(flaw, limits);
    return Explorer.explore(
        JoiningRoles.initial(), state -> state, model::moves, JoiningChecks::wrong, MOST_STATES);
  }

  @Test
  void nothingAcknowledgedIsLost() {
    for (Limits limits : SMALL) {
      Explorer.Found found = explore(Flaw.NONE, limits);

      System.out.printf("joining, %s: %,d states%n", limits, found.states());
      assertThat(found.wrong()).as("%s", found.trace()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeIsFound(Flaw flaw) {
    Explorer.Found found = explore(flaw, new Limits(2, 1, 0, 0, 3, 2, 2));

    System.out.printf(
        "%s: %s in %,d states by %s%n", flaw, found.wrong(), found.states(), found.trace());
    assertThat(found.wrong()).isPresent();
  }
}
