package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kind and K3s providers against commands that record how they are called and answer what the
 * test says.
 */
class ProviderScriptsTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeStubs() throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    stub("kind", "");
    stub("docker", "");
    stub("openssl", "echo token");
  }

  @Test
  void kindMakesAClusterOfItsOwnNameAndSaysWhereTheKubeconfigIs() throws Exception {
    Answer answer = testbed("kind", "up", "--nodes", "3");

    assertThat(answer.status()).as(answer.text()).isZero();
    assertThat(TestbedCommand.parse(answer.output()))
        .isEqualTo(Map.of("instance", "4", "kubeconfig", kubeconfig()));
    assertThat(calls())
        .containsExactly(
            "kind get clusters",
            "kind create cluster --name vectorcluster-4 --kubeconfig "
                + kubeconfig()
                + " --wait 180s --config -",
            "| kind: Cluster",
            "| apiVersion: kind.x-k8s.io/v1alpha4",
            "| nodes:",
            "|   - role: control-plane",
            "|     labels: {topology.kubernetes.io/zone: zone-a}",
            "|   - role: worker",
            "|     labels: {topology.kubernetes.io/zone: zone-b}",
            "|   - role: worker",
            "|     labels: {topology.kubernetes.io/zone: zone-c}");
  }

  @Test
  void kindKeepsAClusterThatIsThere() throws Exception {
    stub("kind", "[ \"$1 $2\" != 'get clusters' ] || echo vectorcluster-4");

    Answer answer = testbed("kind", "up");

    assertThat(answer.status()).as(answer.text()).isZero();
    assertThat(calls())
        .containsExactly(
            "kind get clusters",
            "kind export kubeconfig --name vectorcluster-4 --kubeconfig " + kubeconfig());
  }

  @Test
  void kindLoadsEveryArchiveOfAFolderAndTakesTheClusterDown() throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.createFile(images.resolve("a.tar"));
    Files.createFile(images.resolve("b.tar"));
    Files.createFile(images.resolve("b.name"));
    pretendUp();

    Answer loaded = testbed("kind", "load-image", images.toString());
    Answer down = testbed("kind", "down");

    assertThat(loaded.status()).as(loaded.text()).isZero();
    assertThat(down.status()).as(down.text()).isZero();
    assertThat(calls())
        .containsExactly(
            "kind load image-archive " + images.resolve("a.tar") + " --name vectorcluster-4",
            "kind load image-archive " + images.resolve("b.tar") + " --name vectorcluster-4",
            "kind delete cluster --name vectorcluster-4");
    assertThat(Path.of(kubeconfig()).getParent()).doesNotExist();
  }

  @Test
  void k3sRunsAContainerPerNodeAndRewritesItsKubeconfig() throws Exception {
    stub(
        "docker",
        """
        case "$*" in
          *'kubectl get nodes'*) printf 'node0 Ready\\nnode1 Ready\\n' ;;
          *k3s.yaml) echo 'server: https://127.0.0.1:6443' ;;
          port*) echo 127.0.0.1:32768 ;;
        esac""");

    Answer answer = testbed("k3s", "up", "--nodes", "2");

    assertThat(answer.status()).as(answer.text()).isZero();
    assertThat(Files.readString(Path.of(kubeconfig())))
        .isEqualTo("server: https://127.0.0.1:32768\n");
    String run =
        "docker run --detach --name vectorcluster-4-%s --hostname %s --network vectorcluster-4"
            + " --label vectorcluster-testbed=4 --privileged --tmpfs /run --tmpfs /var/run"
            + " --env K3S_TOKEN=token %s image %s";
    assertThat(calls())
        .startsWith(
            "docker ps --all --quiet --filter label=vectorcluster-testbed=4",
            "docker network create vectorcluster-4",
            run.formatted(
                "node0",
                "node0",
                "--publish 127.0.0.1::6443",
                "server --node-name node0 --tls-san 127.0.0.1 --disable traefik --disable metrics-server"
                    + " --node-label topology.kubernetes.io/zone=zone-a"),
            run.formatted(
                "node1",
                "node1",
                "--env K3S_URL=https://vectorcluster-4-node0:6443",
                "agent --node-name node1 --node-label topology.kubernetes.io/zone=zone-b"));
  }

  @Test
  void k3sImportsIntoEachContainerAndRemovesThem() throws Exception {
    stub("docker", "[ \"$1\" != ps ] || printf 'aa\\nbb\\n'");
    Path archive = Files.createFile(folder.resolve("a.tar"));
    pretendUp();

    Answer loaded = testbed("k3s", "load-image", archive.toString());
    Answer down = testbed("k3s", "down");

    assertThat(loaded.status()).as(loaded.text()).isZero();
    assertThat(down.status()).as(down.text()).isZero();
    assertThat(calls())
        .filteredOn(call -> !call.startsWith("docker ps"))
        .containsExactly(
            "docker exec --interactive aa ctr --namespace k8s.io images import -",
            "docker exec --interactive bb ctr --namespace k8s.io images import -",
            "docker rm --force --volumes aa bb",
            "docker network rm vectorcluster-4");
  }

  @Test
  void refusalsNameTheRemedy() throws Exception {
    assertThat(testbed("kind", "kubeconfig").text()).contains("'testbed up' starts it");
    assertThat(testbed("minikube", "up").text()).contains("bare, kind or k3s");
    assertThat(testbed("kind", "up", "--nodes", "nine").text()).contains("a number from 1 to 8");
    pretendUp();
    assertThat(testbed("kind", "audit").text()).contains("use TESTBED_PROVIDER=bare");
    assertThat(testbed("kind", "node", "stop", "node1").text())
        .contains("use TESTBED_PROVIDER=bare");
    assertThat(testbed("kind", "node", "crash", "node1").text()).contains("stop, start, isolate");
    assertThat(testbed("kind", "load-image", "/nowhere").text()).contains("name an image archive");
    Files.delete(folder.resolve("bin/kind"));
    assertThat(testbed("kind", "up").text()).contains("install kind");
    assertThat(calls()).isEmpty();
  }

  /** A command that records its arguments, and what it reads where the last one is a dash. */
  private void stub(String name, String answer) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.writeString(
        file,
        """
        #!/bin/sh
        echo "%s $*" >>'%s'
        case "$*" in *'--config -') sed 's/^/| /' >>'%s' ;; esac
        %s
        exit 0
        """
            .formatted(name, recorded(), recorded(), answer));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void pretendUp() throws IOException {
    Files.createDirectories(Path.of(kubeconfig()).getParent());
    Files.writeString(Path.of(kubeconfig()), "");
  }

  private Path recorded() {
    return folder.resolve("calls");
  }

  private List<String> calls() throws IOException {
    return Files.exists(recorded())
        ? Files.readAllLines(recorded()).stream()
            .filter(call -> !call.startsWith("openssl"))
            .toList()
        : List.of();
  }

  private String kubeconfig() {
    return folder.resolve("state/4/kubeconfig").toString();
  }

  private Answer testbed(String provider, String... arguments) throws Exception {
    Path output = folder.resolve("output");
    Path messages = folder.resolve("messages");
    List<String> command = new ArrayList<>(List.of(TestbedCommand.find().script()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(messages.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TESTBED", "4");
    builder.environment().put("TESTBED_STATE", folder.resolve("state").toString());
    builder.environment().put("TESTBED_PROVIDER", provider);
    builder.environment().put("K3S_IMAGE", "image");
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("testbed " + List.of(arguments) + " did not end in a minute");
    }
    return new Answer(process.exitValue(), Files.readAllLines(output), Files.readString(messages));
  }

  /** How the script ended, its lines for programs, and its text for people. */
  private record Answer(int status, List<String> output, String text) {}
}
