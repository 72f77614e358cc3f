package io.vectorcluster.indexnode.http.qdrant;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which keys of a payload an answer carries: {@code with_payload}. */
sealed interface PayloadChoice {
  record None() implements PayloadChoice {}

  record All() implements PayloadChoice {}

  /** Only what lies at or below one of the paths. */
  record Include(List<PayloadPath> paths) implements PayloadChoice {
    public Include {
      paths = List.copyOf(paths);
    }
  }

  /** Everything but what lies at or below one of the paths. */
  record Exclude(List<PayloadPath> paths) implements PayloadChoice {
    public Exclude {
      paths = List.copyOf(paths);
    }
  }

  static PayloadChoice of(boolean wanted) {
    return wanted ? new All() : new None();
  }

  default boolean wanted() {
    return !(this instanceof None);
  }

  /** A bool, a list of keys, or an object with {@code include} or {@code exclude}. */
  static PayloadChoice read(JsonBody json, PayloadChoice byDefault) throws IOException {
    if (json.isNull()) {
      return byDefault;
    }
    if (json.isArray()) {
      return new Include(paths(json));
    }
    if (!json.isObject()) {
      return of(json.bool());
    }
    List<PayloadChoice> found = new ArrayList<>();
    json.object(
        name -> {
          switch (name) {
            case "include" -> {
              if (!json.isNull()) {
                found.add(new Include(paths(json)));
              }
            }
            case "exclude" -> {
              if (!json.isNull()) {
                found.add(new Exclude(paths(json)));
              }
            }
            default -> json.unknown(name, List.of("include", "exclude"));
          }
        });
    if (found.size() != 1) {
      throw json.problem("with_payload: expected either include or exclude");
    }
    return found.getFirst();
  }

  private static List<PayloadPath> paths(JsonBody json) throws IOException {
    List<PayloadPath> paths = new ArrayList<>();
    json.array(
        () -> {
          if (paths.size() == PayloadPath.MAX_PATHS) {
            throw json.problem("at most " + PayloadPath.MAX_PATHS + " keys");
          }
          paths.add(PayloadPath.of(json.text()));
        });
    return paths;
  }
}
