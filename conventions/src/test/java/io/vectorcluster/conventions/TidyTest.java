package io.vectorcluster.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sizes, names and calls that the style of this repository rules out. */
final class TidyTest {
  private static final int MAX_FILE_LINES = 300;
  private static final int MAX_METHOD_LINES = 70;

  private static final Pattern VAGUE_NAME = Pattern.compile(".*(Utils?|Helper|Manager|Impl|Data)");

  /** Time, chance and identity come in as arguments; these shells are where they come from. */
  private static final Pattern SOURCE_OF_TIME_AND_CHANCE =
      Pattern.compile(".*(Main|Observer|Command|Clock|Entropy)\\.java");

  private static final Set<String> TIME_AND_CHANCE =
      Set.of(
          "Instant.now()",
          "System.currentTimeMillis()",
          "System.nanoTime()",
          "Clock.systemUTC()",
          "Clock.systemDefaultZone()",
          "LocalDateTime.now()",
          "ZonedDateTime.now()",
          "OffsetDateTime.now()",
          "Math.random()",
          "UUID.randomUUID()",
          "new Random()",
          "new SplittableRandom()",
          "new SecureRandom()",
          "ThreadLocalRandom.current()");

  /** Written in two parts, so that this file does not name them itself. */
  private static final List<String> FOREIGN_TEXT =
      List.of(
          "/wo" + "rk/", "repo1.mav" + "en.org", "proxy.gol" + "ang.org", "registry.np" + "mjs");

  private final SourceTree tree = new SourceTree();

  @Test
  void javaFilesAreSmall() {
    List<String> tooLong =
        tree.javaFiles().stream()
            .filter(file -> SourceTree.read(file).lines().count() > MAX_FILE_LINES)
            .map(tree::name)
            .toList();

    assertThat(tooLong).as("files above %d lines: split by concept", MAX_FILE_LINES).isEmpty();
  }

  @Test
  void methodsAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (ParsedSource source : ParsedSource.parse(tree.javaFiles())) {
      source.methods().stream()
          .filter(method -> method.lines() > MAX_METHOD_LINES)
          .forEach(method -> tooLong.add(tree.name(source.file()) + " " + method));
    }

    assertThat(tooLong).as("methods above %d lines", MAX_METHOD_LINES).isEmpty();
  }

  @Test
  void typesHaveNamesOfTheField() {
    List<String> vague = new ArrayList<>();
    for (ParsedSource source : ParsedSource.parse(tree.javaFiles())) {
      source.types().stream()
          .filter(type -> VAGUE_NAME.matcher(type).matches())
          .forEach(type -> vague.add(tree.name(source.file()) + " " + type));
    }

    assertThat(vague).isEmpty();
  }

  @Test
  void timeAndChanceAreArguments() {
    List<String> found = new ArrayList<>();
    for (ParsedSource source : ParsedSource.parse(tree.mainJavaFiles())) {
      if (SOURCE_OF_TIME_AND_CHANCE.matcher(source.file().toString()).matches()) {
        continue;
      }
      source.calls().stream()
          .filter(TIME_AND_CHANCE::contains)
          .forEach(call -> found.add(tree.name(source.file()) + " " + call));
    }

    assertThat(found).as("time, randomness and ids come in as arguments").isEmpty();
  }

  @Test
  void testsWaitForConditionsAndAreNotSwitchedOff() {
    List<String> found = new ArrayList<>();
    for (ParsedSource source : ParsedSource.parse(tree.testJavaFiles())) {
      source.calls().stream()
          .filter(call -> call.startsWith("Thread.sleep"))
          .forEach(call -> found.add(tree.name(source.file()) + " " + call));
      if (SourceTree.read(source.file()).contains("@Dis" + "abled")) {
        found.add(tree.name(source.file()) + " is switched off");
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageStatesItsPurposeAndIsNullMarked() {
    List<String> without = new ArrayList<>();
    for (Path folder : tree.mainJavaFiles().stream().map(Path::getParent).distinct().toList()) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !SourceTree.read(info).contains("@NullMarked")) {
        without.add(tree.name(folder));
      }
    }

    assertThat(without).as("packages without a @NullMarked package-info").isEmpty();
  }

  @Test
  void textsNameNoMachineAndNoRegistryHost() {
    List<String> found = new ArrayList<>();
    for (Path file : tree.files()) {
      if (!isText(file)) {
        continue;
      }
      String text = SourceTree.read(file);
      FOREIGN_TEXT.stream()
          .filter(text::contains)
          .forEach(foreign -> found.add(tree.name(file) + " names " + foreign));
    }

    assertThat(found).isEmpty();
  }

  @Test
  void shellScriptsStopAtTheFirstError() {
    List<String> careless = new ArrayList<>();
    for (Path file : tree.files()) {
      if (Files.isExecutable(file) && isText(file)) {
        String text = SourceTree.read(file);
        if (text.startsWith("#!")
            && text.lines().findFirst().orElse("").contains("bash")
            && !text.contains("set -euo pipefail")) {
          careless.add(tree.name(file));
        }
      }
    }

    assertThat(careless).as("bash scripts without 'set -euo pipefail'").isEmpty();
  }

  private static boolean isText(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1);
    return switch (ending) {
      case "java",
          "md",
          "xml",
          "yaml",
          "yml",
          "sh",
          "py",
          "rs",
          "toml",
          "json",
          "properties",
          "proto",
          "cpp",
          "h",
          "txt",
          "" ->
          Files.isReadable(file) && !name.equals(".git");
      default -> false;
    };
  }
}
