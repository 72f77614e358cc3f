package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What up and down leave on the machine, also after everything was killed. Needs root. */
@Tag("cluster")
class InstanceLifecycleIT {
  private final TestbedCommand testbed = TestbedCommand.find();
  private Optional<Integer> instance = Optional.empty();

  @AfterEach
  void down() {
    instance.ifPresent(number -> testbed.run(Optional.of(number), "down"));
  }

  @Test
  void upIsRepeatableAndRecoversFromACrashAndDownLeavesNothing() throws Exception {
    // Given an instance that is up, and up again
    Map<String, String> first = testbed.runFree("up", "--owner", TestbedCommand.ownPid());
    int number = Integer.parseInt(TestbedCommand.value(first, "instance"));
    instance = Optional.of(number);
    assertThat(testbed.run(instance, "up")).isEqualTo(first);
    assertThat(leftovers(number)).isNotEmpty();

    // When all its daemons are killed at once, and it is brought up and taken down
    killAll(Path.of(TestbedCommand.value(first, "kubeconfig")).resolveSibling("pid"));
    Map<String, String> second = testbed.run(instance, "up", "--owner", TestbedCommand.ownPid());
    testbed.run(instance, "status");
    testbed.run(instance, "down");

    // Then it was the same instance, and nothing of it is left
    assertThat(second).isEqualTo(first);
    assertThat(leftovers(number)).isEmpty();
  }

  private static void killAll(Path recorded) throws IOException {
    try (Stream<Path> files = Files.list(recorded)) {
      for (Path file : files.toList()) {
        long pid = Long.parseLong(Files.readString(file).split(" ", 2)[0]);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  /**
   * Mounts, network namespaces, links, routes and cgroups that carry the instance's name or
   * addresses.
   */
  private static List<String> leftovers(int number) throws IOException {
    String name = "vctb" + number;
    List<String> found = new ArrayList<>();
    found.addAll(
        linesWith(Path.of("/proc/self/mountinfo"), "/vectorcluster-testbed/" + number + "/"));
    found.addAll(linesWith(Path.of("/proc/self/mountinfo"), "/" + name + "-"));
    found.addAll(linesWith(Path.of("/proc/net/dev"), name + ":"));
    found.addAll(linesWith(Path.of("/proc/net/route"), name));
    for (Path folder : List.of(Path.of("/sys/fs/cgroup"), Path.of("/var/run/netns"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.find(folder, 2, (path, about) -> true)) {
          files.map(Path::toString).filter(path -> path.contains("/" + name)).forEach(found::add);
        }
      }
    }
    return found;
  }

  private static List<String> linesWith(Path file, String text) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.contains(text)).toList();
  }
}
