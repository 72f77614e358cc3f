package io.vectorcluster.operator.intent;

/**
 * Why a spec cannot be acted on.
 *
 * @param field path below spec, or metadata.name
 * @param remedy what is wrong and what to write instead
 */
public record Violation(String field, String remedy) {

  /** One line: the field, then the remedy. */
  public String message() {
    return field + ": " + remedy;
  }
}
