package io.vectorcluster.testbed.faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers of the API server to be given again later, when they are stale. A question is the path
 * and the selectors; which version the caller asks for, and in which portions, is no part of it.
 */
public final class Recording {
  private static final int MAX_ANSWERS = 1_000;

  /** How often and how fresh, not what. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          "allowWatchBookmarks",
          "limit",
          "resourceVersion",
          "resourceVersionMatch",
          "timeout",
          "timeoutSeconds");

  private final Map<String, Answer> answers = Collections.synchronizedMap(new HashMap<>());

  /** How many questions it can answer. */
  public int size() {
    return answers.size();
  }

  void keep(ApiRequest request, Answer answer) {
    if (isKept(request) && answer.status() == 200 && answers.size() < MAX_ANSWERS) {
      answers.put(question(request), answer);
    }
  }

  Optional<Answer> of(ApiRequest request) {
    return isKept(request) ? Optional.ofNullable(answers.get(question(request))) : Optional.empty();
  }

  private static boolean isKept(ApiRequest request) {
    return request.method().equals("GET") && !request.isStream();
  }

  private static String question(ApiRequest request) {
    return Arrays.stream(request.query().split("&"))
        .filter(parameter -> !PASSED_OVER.contains(parameter.split("=", 2)[0]))
        .sorted()
        .collect(Collectors.joining("&", request.path() + "?", ""));
  }
}
