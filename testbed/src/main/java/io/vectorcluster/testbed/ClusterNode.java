package io.vectorcluster.testbed;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of a testbed cluster, and what may befall it. Every method is harmless when repeated. */
public final class ClusterNode {
  private final String name;
  private final int instance;
  private final TestbedCommand testbed;

  ClusterNode(String name, int instance, TestbedCommand testbed) {
    this.name = name;
    this.instance = instance;
    this.testbed = testbed;
  }

  public String name() {
    return name;
  }

  /** Loses the machine: first its network, so that no peer hears of it, then every process. */
  public void stop() {
    act("stop");
  }

  /** Brings a stopped machine back as after a reboot, and returns when it is Ready. */
  public void start() {
    act("start");
  }

  /**
   * Cuts the network between the node with its pods and all others, the API server and this machine
   * included. Packets vanish; processes go on.
   */
  public void isolate() {
    act("isolate");
  }

  /** Heals the network of an isolated node. */
  public void join() {
    act("join");
  }

  /**
   * A command line that runs the command in the node's network, so on its side of a cut, where it
   * reaches the node's pods. On {@code node0} it sees the control plane too.
   */
  public List<String> entering(List<String> command) {
    return Stream.concat(
            Stream.of("nsenter", "--net=/var/run/netns/vctb" + instance + "-" + name),
            command.stream())
        .toList();
  }

  private void act(String action) {
    testbed.run(Optional.of(instance), "node", action, name);
  }
}
