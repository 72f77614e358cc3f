package io.vectorcluster.indexnode.http.web;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects a body within its own limit and within the room that all bodies share. */
final class IncomingBody {
  private final long maxBytes;
  private final Admission.Permit permit;
  private byte[] bytes = new byte[0];
  private int length;
  private long reserved;

  /** What became of a part of the body. */
  sealed interface Taken permits Accepted, Refused {}

  /** It is kept. */
  enum Accepted implements Taken {
    ACCEPTED
  }

  /** It is not kept, and no further part will be. */
  enum Refused implements Taken {
    TOO_LARGE,
    NO_ROOM,
    BAD_LENGTH
  }

  IncomingBody(long maxBytes, Admission.Permit permit) {
    this.maxBytes = maxBytes;
    this.permit = permit;
  }

  /** The length that the head announces: refused before a byte is read. */
  Taken announce(@Nullable String contentLength) {
    Optional<Long> announced = parse(contentLength);
    if (announced.isEmpty()) {
      return Refused.BAD_LENGTH;
    }
    if (announced.get() > maxBytes) {
      return Refused.TOO_LARGE;
    }
    if (!permit.reserve(announced.get())) {
      return Refused.NO_ROOM;
    }
    reserved = announced.get();
    bytes = new byte[(int) reserved];
    return Accepted.ACCEPTED;
  }

  Taken add(Buffer chunk) {
    long total = (long) length + chunk.length();
    if (total > maxBytes) {
      return Refused.TOO_LARGE;
    }
    if (total > reserved && !permit.reserve(total - reserved)) {
      return Refused.NO_ROOM;
    }
    reserved = Math.max(reserved, total);
    if (total > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(total, 2L * bytes.length)));
    }
    chunk.getBytes(bytes, length);
    length = (int) total;
    return Accepted.ACCEPTED;
  }

  byte[] bytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static Optional<Long> parse(@Nullable String contentLength) {
    if (contentLength == null) {
      return Optional.of(0L);
    }
    try {
      long length = Long.parseLong(contentLength);
      return length < 0 ? Optional.empty() : Optional.of(length);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
