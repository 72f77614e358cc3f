package io.vectorcluster.operator.intent;

/** Scalars of the graph; the store keeps 32-bit floats. */
public enum Precision {
  FLOAT32("Float32"),
  FLOAT16("Float16"),
  BFLOAT16("BFloat16"),
  INT8("Int8"),
  BINARY("Binary");

  private final String text;

  Precision(String text) {
    this.text = text;
  }

  /** As it stands in the API. */
  public String text() {
    return text;
  }
}
