package io.vectorcluster.cli;

import io.vectorcluster.operator.core.capacity.CapacityPlan;
import io.vectorcluster.operator.core.capacity.Demand;
import io.vectorcluster.operator.core.capacity.PodRoom;
import io.vectorcluster.operator.core.capacity.PointCost;
import io.vectorcluster.operator.intent.Precision;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how large a cluster has to be. */
@Command(
    name = "plan",
    description = {
      "Says how many shards, copies, memory, disk and CPU a cluster needs, and prints a"
          + " VectorCluster that has them.",
      "What is no part of the VectorCluster is a comment in it: the answer can be applied."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PlanCommand implements Callable<Integer> {
  private static final String VECTORS = "--vectors";
  private static final String DIMENSIONS = "--dimensions";
  private static final String QPS = "--qps";
  private static final String FACTOR = "--factor";
  private static final String MEMORY = "--memory-per-pod";
  private static final String LATENCY = "--latency";
  private static final String PAYLOAD = "--payload-bytes";

  @Option(
      names = VECTORS,
      paramLabel = "N",
      required = true,
      description = "how many points, such as 10M")
  @SuppressWarnings("NullAway.Init") // set by the parser
  private String vectors;

  @Option(
      names = DIMENSIONS,
      paramLabel = "N",
      required = true,
      description = "numbers in each vector")
  @SuppressWarnings("NullAway.Init") // set by the parser
  private String dimensions;

  @Option(
      names = QPS,
      paramLabel = "N",
      required = true,
      description = "searches in a second, such as 5000; 0 if CPU is not to be planned")
  @SuppressWarnings("NullAway.Init") // set by the parser
  private String qps;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description =
          "of the graph: Float32, Float16, BFloat16, Int8 or Binary (default: BFloat16); the store"
              + " keeps 32-bit floats")
  private Precision precision = Precision.BFLOAT16;

  @Option(
      names = FACTOR,
      paramLabel = "N",
      description = "copies of each shard (default: what the load asks for)")
  private @Nullable String factor;

  @Option(
      names = MEMORY,
      paramLabel = "QUANTITY",
      description = "limit of a pod (default: ${DEFAULT-VALUE})")
  private String memory = "8Gi";

  @Option(
      names = LATENCY,
      paramLabel = "TIME",
      description =
          "mean time a search takes of a core in each shard (default: ${DEFAULT-VALUE}, as"
              + " measured with 60,000 points of 384 dimensions)")
  private String latency = "2ms";

  @Option(
      names = PAYLOAD,
      paramLabel = "N",
      description = "of a point, on disk (default: ${DEFAULT-VALUE})")
  private String payload = "100";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json (default: text)")
  private SimulateCommand.Format format = SimulateCommand.Format.TEXT;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by the parser
  private CommandSpec command;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try {
      CapacityPlan plan = plan(demand());
      out.print(
          switch (format) {
            case TEXT -> PlanReport.text(plan);
            case JSON -> PlanReport.json(plan);
          });
      out.flush();
      return command.exitCodeOnSuccess();
    } catch (InputException e) {
      command.commandLine().getErr().printf("%s: %s%n", command.root().name(), e.getMessage());
      return command.exitCodeOnInvalidInput();
    }
  }

  private Demand demand() throws InputException {
    return new Demand(
        Amounts.count(VECTORS, vectors, 1, Demand.MOST_POINTS),
        new PointCost(
            (int) Amounts.count(DIMENSIONS, dimensions, 1, PointCost.MOST_DIMENSIONS),
            precision,
            (int) Amounts.count(PAYLOAD, payload, 0, PointCost.MOST_PAYLOAD_BYTES)),
        (int) Amounts.count(QPS, qps, 0, Demand.MOST_QUERIES),
        Amounts.time(LATENCY, latency),
        factor == null
            ? OptionalInt.empty()
            : OptionalInt.of((int) Amounts.count(FACTOR, factor, 1, Demand.MOST_COPIES)),
        new PodRoom(Amounts.memory(MEMORY, memory)));
  }

  private CapacityPlan plan(Demand demand) throws InputException {
    Optional<CapacityPlan> plan = CapacityPlan.of(demand);
    if (plan.isPresent()) {
      return plan.get();
    }
    String remedy =
        CapacityPlan.leastPod(demand)
            .map(
                pod ->
                    "use %s or more, or a smaller --precision"
                        .formatted(Amounts.quantity(pod.memoryBytes())))
            .orElse("use a smaller --precision, or several clusters");
    throw new InputException(
        String.format(
            Locale.ROOT,
            "%s is %s: more than %,d shards would be needed, the most there can be; %s",
            MEMORY,
            memory,
            CapacityPlan.MOST_SHARDS,
            remedy));
  }
}
