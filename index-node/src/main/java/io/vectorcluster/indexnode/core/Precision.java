package io.vectorcluster.indexnode.core;

/** Scalars of the graph; the store keeps 32-bit floats whatever is chosen here. */
public enum Precision {
  FLOAT32,
  FLOAT16,
  BFLOAT16,
  INT8,
  BINARY
}
