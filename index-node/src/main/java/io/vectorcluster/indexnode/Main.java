package io.vectorcluster.indexnode;

import io.vectorcluster.indexnode.internal.NameLookup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line of an index node. */
@Command(
    name = "index-node",
    description = "Serves vectors over the Qdrant API, alone or as a shard of a VectorCluster.",
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    subcommands = {ServeCommand.class, RehearseCommand.class, HelpCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    NameLookup.forgetQuickly();
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
