package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vectorcluster.indexnode.core.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** What an operation answers, before it is put into an envelope. */
sealed interface Reply {
  /** Writes the value of {@code result}. */
  @FunctionalInterface
  interface Result {
    void write(JsonGenerator out) throws IOException;
  }

  /** Done: 200. */
  record Done(Result result, Map<String, String> headers) implements Reply {
    public Done {
      headers = Map.copyOf(headers);
    }
  }

  /** Not done. */
  record Failed(int status, String message) implements Reply {}

  static Reply done(Result result) {
    return new Done(result, Map.of());
  }

  static Reply of(boolean result) {
    return done(out -> out.writeBoolean(result));
  }

  /** The reply to an outcome: what is done is written by {@code reply}. */
  static <T> Reply of(Outcome<T> outcome, Function<T, Reply> reply) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> reply.apply(value);
      case Outcome.Rejected<T>(Outcome.Reason reason, String message) -> failed(reason, message);
    };
  }

  /** The same for an operation to which NOT_FOUND can only mean its collection. */
  static <T> Reply ofCollection(String name, Outcome<T> outcome, Function<T, Reply> reply) {
    return outcome instanceof Outcome.Rejected<T>(Outcome.Reason reason, String _)
            && reason == Outcome.Reason.NOT_FOUND
        ? unknownCollection(name)
        : of(outcome, reply);
  }

  static Failed unknownCollection(String name) {
    return new Failed(404, "Not found: Collection `" + name + "` doesn't exist!");
  }

  private static Failed failed(Outcome.Reason reason, String message) {
    return switch (reason) {
      case BAD_REQUEST -> new Failed(400, begin("Wrong input: ", message));
      case INVALID -> new Failed(422, validation(message));
      case NOT_FOUND -> new Failed(404, begin("Not found: ", message));
      case CONFLICT -> new Failed(409, begin("Wrong input: ", message));
      case FORBIDDEN -> new Failed(403, begin("Forbidden: ", message));
      case TIMEOUT -> new Failed(408, begin("Timeout error: ", message));
      case OVERLOADED -> new Failed(429, begin("Too many requests: ", message));
      case UNAVAILABLE -> new Failed(503, begin("Service unavailable: ", message));
      case STORAGE_FULL -> new Failed(507, begin("Insufficient storage: ", message));
    };
  }

  private static String validation(String message) {
    return message.startsWith("Validation error")
        ? message
        : "Validation error in JSON body: [" + message + "]";
  }

  /** The prefix stands in front, once, wherever the message may have it already. */
  private static String begin(String prefix, String message) {
    int inner = message.indexOf(prefix);
    return inner < 0
        ? prefix + message
        : prefix + message.substring(0, inner) + message.substring(inner + prefix.length());
  }
}
