package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables themselves, by their fingerprints: a release that computes other ones would move data
 * in every cluster that upgrades. A line that has once been released is never edited.
 */
class PlacementGoldenTest {

  /** Shards 0 to n, exclusive, for each n in turn: the first assignment, then its successors. */
  record Golden(Sharding sharding, List<Integer> scales, String fingerprint) {

    static Golden parse(String line) {
      List<String> fields = List.of(line.split(",", -1));
      return new Golden(
          new Sharding(
              SlotCount.of(Integer.parseInt(fields.get(1))),
              AssignmentStrategy.valueOf(fields.get(0)),
              Sharding.DEFAULT_VIRTUAL_NODES),
          List.of(fields.get(2).split(" ", -1)).stream().map(Integer::valueOf).toList(),
          fields.get(3));
    }
  }

  static List<Golden> goldens() {
    String name = "/assignment-fingerprints.csv";
    try (InputStream in = PlacementGoldenTest.class.getResourceAsStream(name)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(Golden::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void noReleaseMovesDataByItself(Golden golden) {
    // When
    Set<ShardId> shards = PlacementRules.firstIds(golden.scales().getFirst());
    Assignment assignment = Placement.first(golden.sharding(), shards);
    for (int scale : golden.scales().subList(1, golden.scales().size())) {
      shards = PlacementRules.firstIds(scale);
      assignment = Placement.next(golden.sharding(), assignment, shards);
    }

    // Then
    assertThat(Fingerprint.ofPlan(shards, assignment)).hasToString(golden.fingerprint());
  }

  @Test
  void theRingIsPartOfThePromise() {
    HashRing ring = HashRing.of(PlacementRules.firstIds(3), 100);

    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7, 1023).stream().map(ring::owner).map(ShardId::value))
        .containsExactly(0, 0, 0, 1, 2, 2, 0, 2, 1);
  }

  @Test
  void shardsBeyondATenthOfTheSlotsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placement.first(Sharding.DEFAULT, PlacementRules.firstIds(103)))
        .withMessageContaining("shards 103 is outside 1 to 102")
        .withMessageContaining("choose fewer shards");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placement.first(Sharding.DEFAULT, Set.of()))
        .withMessageContaining("shards 0 is outside 1 to 102");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Placement.next(Sharding.DEFAULT, Assignment.of(0, 1), PlacementRules.firstIds(2)))
        .withMessageContaining("2 slots");
  }
}
