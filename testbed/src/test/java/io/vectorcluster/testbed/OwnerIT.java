package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an owner has started ends with it, also where the owner cannot say goodbye. */
@Tag("apiserver")
class OwnerIT {
  @Test
  void anApiServerGoesDownWhenItsOwnerIsKilled() throws Exception {
    // Given an API server that belongs to a process
    TestbedCommand testbed = TestbedCommand.find();
    Process owner = new ProcessBuilder("sleep", "300").start();
    Map<String, String> answer =
        testbed.run(Optional.empty(), "apiserver", "up", "--owner", Long.toString(owner.pid()));
    Path kubeconfig = Path.of(TestbedCommand.value(answer, "kubeconfig"));
    long etcd =
        Long.parseLong(Files.readString(kubeconfig.resolveSibling("pid/etcd")).split(" ", 2)[0]);
    assertThat(ProcessHandle.of(etcd)).isPresent();

    // When the owner is killed
    owner.destroyForcibly();

    // Then the server, its files and its processes are gone
    await().atMost(Duration.ofSeconds(60)).until(() -> !Files.exists(kubeconfig));
    await().atMost(Duration.ofSeconds(10)).until(() -> ended(etcd));
  }

  /** Gone, or dead and not yet reaped by the process that inherited it. */
  private static boolean ended(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .anyMatch(line -> line.matches("State:\\s+Z.*"));
    } catch (IOException gone) {
      return true;
    }
  }
}
