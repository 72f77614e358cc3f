package io.vectorcluster.indexnode.engine.exact;

import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.engine.VectorIndexContract;

final class ExactVectorIndexTest extends VectorIndexContract {
  @Override
  protected VectorEngine engine() {
    return new ExactEngine();
  }
}
