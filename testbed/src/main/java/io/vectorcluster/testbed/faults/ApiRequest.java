package io.vectorcluster.testbed.faults;

import java.util.Arrays;
import java.util.Set;

/**
 * A request to the API server as the proxy sees it.
 *
 * @param number counts from 1 in the order in which requests arrive
 * @param method such as {@code GET}
 * @param path such as {@code /api/v1/namespaces/default/configmaps/a}
 * @param query without the question mark, as sent; empty where there is none
 */
public record ApiRequest(long number, String method, String path, String query) {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Whether it asks for a stream of events. */
  public boolean isWatch() {
    return isRead() && Arrays.asList(query.split("&")).stream().anyMatch(ApiRequest::asksToWatch);
  }

  /** Whether its answer has no end of its own: a watch, or a log that is followed. */
  public boolean isStream() {
    return isWatch() || (isRead() && Arrays.asList(query.split("&")).contains("follow=true"));
  }

  public boolean isRead() {
    return READS.contains(method);
  }

  public boolean isWrite() {
    return !isRead();
  }

  /** Whether the path concerns a resource, such as {@code configmaps}, or one object of it. */
  public boolean concerns(String resource) {
    return Arrays.asList(path.split("/")).contains(resource);
  }

  private static boolean asksToWatch(String parameter) {
    return parameter.equals("watch=true") || parameter.equals("watch=1");
  }
}
