package io.vectorcluster.indexnode.http.web;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was read whole.
 *
 * @param path parameters of the route's path, percent-decoded
 * @param query parameters after the question mark; the last one of a name
 * @param headers by name in lower case; the last one of a name
 * @param body empty if there was none; not to be changed
 * @param arrival when its head was read
 * @param room where an answer of some size takes its bytes from
 */
@SuppressWarnings("ArrayRecordComponent") // 32 MB are not copied for the sake of equals
public record Request(
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    Instant arrival,
    Room room) {
  public Request {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** The room that the bodies and answers of all requests in flight share. */
  @FunctionalInterface
  public interface Room {
    /** Takes so many bytes until the request has ended; false if there are not as many. */
    boolean reserve(long bytes);
  }

  /** A parameter that the route's path is known to have. */
  public String segment(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no path parameter " + name);
    }
    return value;
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether a header says {@code true}. */
  public boolean flag(String header) {
    return header(header).filter("true"::equalsIgnoreCase).isPresent();
  }
}
