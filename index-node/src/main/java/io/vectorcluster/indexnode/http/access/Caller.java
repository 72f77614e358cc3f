package io.vectorcluster.indexnode.http.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who asks.
 *
 * @param key the API key presented, if any
 * @param local whether the request was made on this machine by a program of this machine
 */
public record Caller(Optional<String> key, boolean local) {
  private static final Pattern LOCAL_HOST =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
  private static final List<String> FORWARDED =
      List.of("forwarded", "x-forwarded-for", "x-real-ip");

  /**
   * A loopback peer alone does not make a caller local: it may be a proxy that speaks for others,
   * or a browser that a foreign page tells what to ask (by its Origin, or by a host name of its own
   * that resolves to loopback).
   *
   * @param headers by name in lower case
   */
  public static Caller of(Map<String, String> headers, boolean loopbackPeer) {
    boolean local =
        loopbackPeer
            && FORWARDED.stream().noneMatch(headers::containsKey)
            && LOCAL_HOST.matcher(headers.getOrDefault("host", "localhost")).matches()
            && isLocalOrigin(headers.getOrDefault("origin", "http://localhost"));
    return new Caller(presentedKey(headers), local);
  }

  private static boolean isLocalOrigin(String origin) {
    int scheme = origin.indexOf("://");
    return scheme > 0 && LOCAL_HOST.matcher(origin.substring(scheme + 3)).matches();
  }

  private static Optional<String> presentedKey(Map<String, String> headers) {
    String key = headers.get("api-key");
    if (key != null) {
      return Optional.of(key);
    }
    String authorization = headers.getOrDefault("authorization", "");
    return authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")
        ? Optional.of(authorization.substring("bearer ".length()).strip())
        : Optional.empty();
  }
}
