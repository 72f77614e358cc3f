package io.vectorcluster.indexnode.http.web;

import java.time.Duration;

/**
 * Limits of one HTTP server.
 *
 * @param bodyBytes of one request; above it 413
 * @param requestsInFlight between the head of a request and the end of its answer; above it 429
 * @param bytesInFlight of their bodies and long answers together; above it 429
 * @param answerBytes of one answer; above it 422
 * @param connections open at once; above it a new one is closed
 * @param firstRequest from the opening of a connection to the end of its first request's head
 * @param nextRequest from an answer to the end of the next request's head
 * @param body from a request's head to the end of its body
 * @param answer from an answer's first byte until the caller has taken all of it
 */
public record HttpLimits(
    long bodyBytes,
    int requestsInFlight,
    long bytesInFlight,
    long answerBytes,
    int connections,
    Duration firstRequest,
    Duration nextRequest,
    Duration body,
    Duration answer) {
  /** The data API's limit of a body, as its clients expect it. */
  public static final long BODY_BYTES = 32L << 20;

  /**
   * Limits for a heap of a size. A body in flight costs up to four times its bytes (text, copy,
   * floats, payloads), hence an eighth of the heap for all bodies, but always room for one.
   */
  public static HttpLimits forHeap(long heapBytes) {
    return new HttpLimits(
        BODY_BYTES,
        256,
        Math.max(BODY_BYTES, heapBytes / 8),
        Math.max(BODY_BYTES, heapBytes / 8) / 2,
        10_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }
}
