package io.vectorcluster.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The script {@code testbed/bin/testbed}. Its standard output is lines of {@code key=value}; what
 * it says to people goes to standard error, which is ours too, so that the build of the tools is
 * seen.
 */
final class TestbedCommand {
  /** The first run on a machine builds Kubernetes; ten minutes on two idle cores. */
  private static final Duration LIMIT = Duration.ofMinutes(40);

  private final Path script;

  private TestbedCommand(Path script) {
    this.script = script;
  }

  /**
   * The script of the source tree this JVM runs in.
   *
   * @throws IllegalStateException where no folder from the working directory upwards holds it
   */
  static TestbedCommand find() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path script = folder.resolve("testbed/bin/testbed");
      if (Files.isExecutable(script)) {
        return new TestbedCommand(script);
      }
    }
    throw new IllegalStateException(
        "no testbed/bin/testbed in " + start + " or above: run the tests in the source tree");
  }

  /** The path of the script. */
  String script() {
    return script.toString();
  }

  /** Runs it for an instance, or for what has none. */
  Map<String, String> run(Optional<Integer> instance, String... arguments) {
    return run(instance.map(number -> Integer.toString(number)).orElse("0"), arguments);
  }

  /** Runs it for the first free instance. */
  Map<String, String> runFree(String... arguments) {
    return run("free", arguments);
  }

  /** Builds the image of a module and gives the folder that holds its archive and its name. */
  Path images(String module) {
    List<String> lines = run("0", List.of(script.resolveSibling("images").toString(), module));
    if (lines.isEmpty()) {
      throw new IllegalStateException("testbed/bin/images printed no folder");
    }
    return Path.of(lines.getLast());
  }

  private Map<String, String> run(String instance, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(List.of(arguments));
    return parse(run(instance, command));
  }

  private static List<String> run(String instance, List<String> command) {
    try {
      // A file and not a pipe: daemons that outlive the script would hold a pipe open.
      Path output = Files.createTempFile("testbed", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TESTBED", instance);
        builder.environment().remove("KUBECONFIG");
        await(builder.start(), command);
        return Files.readAllLines(output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("running " + String.join(" ", command), e);
    }
  }

  private static void await(Process process, List<String> command) {
    String line = String.join(" ", command);
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        throw new IllegalStateException("'" + line + "' did not end in " + LIMIT);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while '" + line + "' ran", e);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "'"
              + line
              + "' failed with status "
              + process.exitValue()
              + "; it said why on standard error");
    }
  }

  /** Lines of {@code key=value}; others are for people. */
  static Map<String, String> parse(List<String> lines) {
    return lines.stream()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1], (first, last) -> last));
  }

  /**
   * The value of a key of an answer.
   *
   * @throws IllegalStateException where the script did not say it
   */
  static String value(Map<String, String> answer, String key) {
    String value = answer.get(key);
    if (value == null) {
      throw new IllegalStateException(
          "the testbed did not print " + key + "=, only " + answer.keySet());
    }
    return value;
  }

  static ClusterAccess accessOf(Map<String, String> answer, Optional<Integer> instance) {
    return new ClusterAccess(
        Path.of(value(answer, "kubeconfig")),
        Optional.ofNullable(answer.get("audit")).map(Path::of),
        instance);
  }

  static String ownPid() {
    return Long.toString(ProcessHandle.current().pid());
  }
}
