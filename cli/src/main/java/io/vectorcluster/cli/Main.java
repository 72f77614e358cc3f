package io.vectorcluster.cli;

import java.io.InputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command line of {@code vectorcluster}. */
@Command(
    name = "vectorcluster",
    description = "Answers what a VectorCluster would do, before it does it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(System.in).execute(arguments));
  }

  /**
   * All commands.
   *
   * @param input what {@code --from -} reads
   */
  static CommandLine commandLine(InputStream input) {
    // What is set on the line holds for the commands it has by then.
    return new CommandLine(new Main())
        .addSubcommand(new SimulateCommand(input))
        .addSubcommand(new PlanCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((refused, _) -> refuse(refused));
  }

  private static int refuse(ParameterException refused) {
    CommandLine line = refused.getCommandLine();
    line.getErr()
        .printf(
            "%s: %s; see '%s --help'%n",
            line.getCommandSpec().root().name(),
            refused.getMessage(),
            line.getCommandSpec().qualifiedName());
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Of the jar it runs from. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {version == null ? "not packaged" : version};
    }
  }
}
