package io.vectorcluster.testbed.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A whole answer of a server; the body is not changed once it is here. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
  /** What Kubernetes says of a request that failed. */
  static Answer refusal(int status) {
    String text =
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"rejected by the fault proxy","reason":"%s","code":%d}
        """
            .formatted(reason(status), status);
    return new Answer(
        status,
        Map.of("Content-Type", List.of("application/json")),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 422 -> "Invalid";
      case 429 -> "TooManyRequests";
      case 500 -> "InternalError";
      case 503 -> "ServiceUnavailable";
      case 504 -> "Timeout";
      default -> "Unknown";
    };
  }
}
