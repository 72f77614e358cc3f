package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.engine.VectorIndexContract;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

final class UsearchVectorIndexTest extends VectorIndexContract {
  private final ExecutorService background = Executors.newFixedThreadPool(2);

  @Override
  protected VectorEngine engine() {
    return new UsearchEngine(background, new EngineLimits(128, 32, 20, 4));
  }

  @AfterEach
  void endBackground() {
    background.close();
  }
}
