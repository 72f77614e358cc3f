package io.vectorcluster.indexnode;

import io.vectorcluster.indexnode.engine.EngineException;
import io.vectorcluster.indexnode.engine.usearch.EngineLimits;
import io.vectorcluster.indexnode.engine.usearch.UsearchEngine;
import io.vectorcluster.indexnode.node.NodeStartException;
import io.vectorcluster.indexnode.rehearsal.Rehearsal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Teaches the Java runtime what a node does, for the cache that an image is built with. */
@Command(
    name = "rehearse",
    description = {
      "Starts three nodes in a folder, gives them the work of a first minute and ends.",
      "With JAVA_OPTS=-XX:AOTCacheOutput=FILE the Java runtime keeps what it learned in FILE;"
          + " nodes whose image holds that as lib/index-node.aot start in half the time."
    },
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Parameters(paramLabel = "FOLDER", description = "an empty folder for their data")
  @SuppressWarnings("NullAway.Init") // set by the parser
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    try {
      // Always the same work, so that two builds of an image learn the same.
      Rehearsal.run(
          folder,
          new UsearchEngine(Runnable::run, EngineLimits.DEFAULT),
          new Random(1),
          InstantSource.system());
      return 0;
    } catch (IOException | NodeStartException | EngineException e) {
      System.err.println("the rehearsal failed: " + e.getMessage());
      return FAILED;
    }
  }
}
