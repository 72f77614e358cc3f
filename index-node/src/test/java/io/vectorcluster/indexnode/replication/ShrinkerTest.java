package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShrinkerTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void whatIsNeededIsLeft() {
    assertThat(Shrinker.shrink(HUNDRED, some -> some.containsAll(List.of(3, 50, 97))))
        .containsExactly(3, 50, 97);
  }

  @Test
  void nothingIsLeftOfWhatFailsAnyway() {
    assertThat(Shrinker.shrink(HUNDRED, some -> true)).isEmpty();
  }

  @Test
  void allIsLeftIfAllIsNeeded() {
    assertThat(Shrinker.shrink(HUNDRED, some -> some.size() == 100)).isEqualTo(HUNDRED);
  }
}
