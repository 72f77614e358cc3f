package io.vectorcluster.indexnode;

import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.config.ConfigException;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.config.NodeConfigReader;
import io.vectorcluster.indexnode.config.ServeOptions;
import io.vectorcluster.indexnode.engine.EngineException;
import io.vectorcluster.indexnode.engine.usearch.EngineLimits;
import io.vectorcluster.indexnode.engine.usearch.UsearchEngine;
import io.vectorcluster.indexnode.node.MemoryBudget;
import io.vectorcluster.indexnode.node.Node;
import io.vectorcluster.indexnode.node.NodeIdentity;
import io.vectorcluster.indexnode.node.NodeStartException;
import io.vectorcluster.topology.StoreId;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a node until it is told to stop. Where its time and its random numbers come from. */
@Command(
    name = "serve",
    description = "Runs a node until SIGTERM, which finishes the requests in flight and exits 0.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final int CANNOT_START = 1;

  /** Kubernetes shows it as the reason of a restart; 70 is EX_SOFTWARE of sysexits. */
  private static final int CANNOT_GO_ON = 70;

  private static final String TOKEN_FILE = "VECTORCLUSTER_TOKEN_FILE";
  private static final String DEFAULT_TOKEN_FILE = "/etc/vectorcluster/internal/token";

  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws InterruptedException {
    try {
      return serve(System.getenv());
    } catch (ConfigException | NodeStartException | EngineException e) {
      System.err.println("index-node cannot start: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private int serve(Map<String, String> environment)
      throws ConfigException, NodeStartException, InterruptedException {
    InstantSource clock = InstantSource.system();
    int processors = Runtime.getRuntime().availableProcessors();
    NodeConfig config = new NodeConfigReader(options, environment, processors).read();
    NodeIdentity identity = identity(environment);
    UsearchEngine engine = new UsearchEngine(graphThreads(processors), EngineLimits.DEFAULT);
    Node node = Node.start(config, identity, MemoryBudget.ofThisProcess(machineBytes()), clock);
    CountDownLatch stopped = new CountDownLatch(1);
    stopOnSignal(node, stopped);
    announce(config, node);
    node.load(config, identity, engine, clock, ServeCommand::giveUp);
    LOG.atInfo().addKeyValue("waitsFor", node.notReady()).log("loaded");
    stopped.await();
    return 0;
  }

  private static NodeIdentity identity(Map<String, String> environment) {
    SecureRandom random = new SecureRandom();
    String host = environment.getOrDefault("HOSTNAME", "localhost");
    return new NodeIdentity(
        random.nextLong(),
        new StoreId(UUID.randomUUID()),
        environment.getOrDefault("VECTORCLUSTER_POD", host),
        Release.version(),
        Path.of(environment.getOrDefault(TOKEN_FILE, DEFAULT_TOKEN_FILE)));
  }

  /** Half of the processors build graphs, the other half is left to searches. */
  private static Executor graphThreads(int processors) {
    return Executors.newFixedThreadPool(
        Math.max(1, processors / 2), Thread.ofPlatform().daemon().name("graph-", 0).factory());
  }

  private static long machineBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /**
   * SIGTERM and SIGINT close the node; the process then ends with 0, not with the signal's code.
   */
  private static void stopOnSignal(Node node, CountDownLatch stopped) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      LOG.info("stopping: requests in flight are finished first");
                      node.close();
                      LOG.info("stopped");
                      stopped.countDown();
                      Runtime.getRuntime().halt(0);
                    }));
  }

  /** What cannot write must not go on: a restart begins from what is on the disk. */
  private static void giveUp() {
    Runtime.getRuntime().halt(CANNOT_GO_ON);
  }

  private static void announce(NodeConfig config, Node node) {
    System.out.printf("data directory   %s%n", config.storage().dataDirectory());
    System.out.printf(
        "data API         http://%s:%d%n", shown(config.server().host()), node.dataPort());
    System.out.printf(
        "management       http://%s:%d  (/health /ready /stats /metrics)%n",
        shown(config.server().host()), node.managementPort());
    Optional<Integer> internal = node.internalPort();
    internal.ifPresent(port -> System.out.printf("internal port    %d%n", port));
    String access =
        switch (config.access()) {
          case AccessConfig.Open _ -> "everybody, without a key";
          case AccessConfig.LocalOnly _ ->
              "callers on this machine only: set VECTORCLUSTER_KEYS_DIR to a folder of API keys to"
                  + " let others in";
          case AccessConfig.KeyFiles(Path directory) -> "callers with a key of " + directory;
        };
    System.out.printf("answers          %s%n", access);
    System.out.flush();
  }

  private static String shown(String host) {
    return host.equals("0.0.0.0") ? "127.0.0.1" : host;
  }
}
