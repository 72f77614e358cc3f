package io.vectorcluster.indexnode.http.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * What a request is answered with.
 *
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // answers are written once and never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {
  /** Below this a packet is not full anyway. */
  private static final int WORTH_COMPRESSING_BYTES = 1_400;

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer json(int status, byte[] body) {
    return new Answer(status, Map.of("content-type", "application/json"), body);
  }

  public static Answer text(int status, String text) {
    return new Answer(
        status,
        Map.of("content-type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  public Answer with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }

  /**
   * The same answer with its body in gzip if that is worth it. Called on the request's own thread:
   * an event loop that compresses megabytes answers nobody else.
   */
  public Answer compressed() {
    if (body.length < WORTH_COMPRESSING_BYTES) {
      return this;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
    try (OutputStream gzip = new FastGzip(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(status, headers, bytes.toByteArray())
        .with(Map.of("content-encoding", "gzip", "vary", "accept-encoding"));
  }

  /** Vectors as text hardly shrink further at higher levels. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 16_384);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
