package io.vectorcluster.operator.core;

/** What may have to wait. */
public enum Operation {
  CREATE("Create"),
  REPAIR("Repair"),
  SCALE("Scale"),
  UPGRADE("Upgrade"),
  CHANGE("Change");

  private final String text;

  Operation(String text) {
    this.text = text;
  }

  /** As it stands in status. */
  public String text() {
    return text;
  }
}
