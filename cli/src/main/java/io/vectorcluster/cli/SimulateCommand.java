package io.vectorcluster.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what another number of shards would move. */
@Command(
    name = "simulate",
    description = {
      "Says which slots another number of shards would move, by the operator's own plan.",
      "The file holds a VectorCluster, a VectorTopology or a List of both, as"
          + " 'kubectl get vectorcluster/NAME vectortopology/NAME -o yaml' prints it. With the"
          + " VectorTopology the plan is the one the operator would make; with a VectorCluster"
          + " alone, that of a cluster whose shards never changed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class SimulateCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int MOST_BYTES = ClusterObjects.MOST_BYTES;

  private final InputStream input;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      required = true,
      description = "YAML or JSON; - reads standard input")
  @SuppressWarnings("NullAway.Init") // set by the parser
  private String from;

  @Option(
      names = "--shards",
      paramLabel = "N",
      required = true,
      description = "how many shards there are to be")
  private int shards;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json (default: text)")
  private Format format = Format.TEXT;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by the parser
  private CommandSpec command;

  SimulateCommand(InputStream input) {
    this.input = input;
  }

  /** How the answer is written. */
  enum Format {
    TEXT,
    JSON
  }

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try {
      Simulation simulation = simulation();
      out.print(
          switch (format) {
            case TEXT -> TextReport.of(simulation);
            case JSON -> JsonReport.of(simulation);
          });
      out.flush();
      return command.exitCodeOnSuccess();
    } catch (InputException e) {
      command.commandLine().getErr().printf("%s: %s%n", command.root().name(), e.getMessage());
      return command.exitCodeOnInvalidInput();
    }
  }

  private Simulation simulation() throws InputException {
    ClusterObjects objects;
    StartingPoint start;
    try {
      objects = ClusterObjects.parse(text());
      start = StartingPoint.of(objects);
    } catch (InputException e) {
      throw e.in("--from " + from);
    }
    return Simulation.of(start, Specs.wished(objects, shards));
  }

  private String text() throws InputException {
    byte[] bytes;
    try {
      bytes = from.equals(STANDARD_INPUT) ? limited(input) : ofFile(Path.of(from));
    } catch (NoSuchFileException e) {
      throw new InputException("does not exist; name a file, or - for standard input");
    } catch (IOException e) {
      throw new InputException(
          "cannot be read (%s); name a readable file, or - for standard input"
              .formatted(e.getMessage()));
    }
    if (bytes.length > MOST_BYTES) {
      throw new InputException(
          "is larger than %d MiB; give it the objects of one cluster only"
              .formatted(MOST_BYTES >> 20));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] ofFile(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return limited(content);
    }
  }

  /** One byte more than is allowed shows that there are too many. */
  private static byte[] limited(InputStream content) throws IOException {
    return content.readNBytes(MOST_BYTES + 1);
  }
}
