package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The planner's decisions, one folder a case. {@code -Dgolden.update=true} writes what the planner
 * says now into out-plan.yaml: read the difference before committing it.
 */
final class PlannerScenariosTest {
  private static final Path CASES = Path.of("src/test/resources/PlannerScenariosTest");
  private static final Set<String> FILES =
      Set.of("in-cluster.yaml", "in-observation.yaml", "out-plan.yaml");

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> String.valueOf(folder.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plans(String name) throws IOException {
    // Given
    Path folder = CASES.resolve(name);
    Scenario scenario = Scenario.read(folder);

    // When
    String plan =
        Scenario.YAML.writeValueAsString(PlanText.of(scenario.request(), scenario.observation()));

    // Then
    Path expected = folder.resolve("out-plan.yaml");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, plan);
    }
    assertThat(plan).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void planningTwiceGivesTheSamePlan(String name) {
    Scenario scenario = Scenario.read(CASES.resolve(name));

    Plan first = Planner.plan(scenario.request(), scenario.observation());

    assertThat(Planner.plan(scenario.request(), scenario.observation())).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFileOfACaseIsUsed(String name) throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve(name))) {
      Set<String> names =
          files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
      assertThat(names).isEqualTo(FILES);
    }
  }

  @Test
  void thereAreCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(20);
  }
}
