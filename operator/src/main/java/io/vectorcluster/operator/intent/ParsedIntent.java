package io.vectorcluster.operator.intent;

import java.util.List;
import java.util.stream.Collectors;

/** What became of a spec at the border. */
public sealed interface ParsedIntent {

  /** It can be acted on. */
  record Accepted(Intent intent) implements ParsedIntent {}

  /**
   * It cannot.
   *
   * @param violations at least one, in the order of the fields
   */
  record Invalid(List<Violation> violations) implements ParsedIntent {
    public Invalid {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("an invalid spec has at least one violation");
      }
    }

    /** All of them on one line. */
    public String message() {
      return violations.stream().map(Violation::message).collect(Collectors.joining("; "));
    }
  }
}
