package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.http.web.Request;
import java.io.OutputStream;
import java.util.Map;

/**
 * Takes the bytes of one answer, as far as there is room: a page of many points with long vectors
 * would otherwise cost the node its memory.
 */
final class AnswerBytes extends OutputStream {
  /** Answers this short are not counted: there are few requests in flight. */
  private static final int STEP_BYTES = 1 << 18;

  /** A number of a vector takes this many bytes in the heap, and about ten as text. */
  private static final int BYTES_PER_NUMBER = Float.BYTES;

  private final long most;
  private final Request.Room room;
  private final ByteArrayBuilder bytes = new ByteArrayBuilder(1_024);
  private long free = STEP_BYTES;

  /**
   * @param most bytes of the answer; above it {@link BadRequest}
   */
  AnswerBytes(long most, Request.Room room) {
    this.most = most;
    this.room = room;
  }

  /** Refuses a request for so many points if their vectors alone would be too long. */
  static void check(CollectionConfig config, Selection selection, long points, long most) {
    if (!selection.wantsVectors()) {
      return;
    }
    long numbers = 0;
    for (Map.Entry<String, VectorParams> space : config.vectors().entrySet()) {
      if (selection.wantsVector(space.getKey())) {
        numbers += space.getValue().size();
      }
    }
    if (numbers * points * BYTES_PER_NUMBER > most) {
      throw BadRequest.validation(
          "limit: %d points with vectors of %d numbers are too many at once, use at most %d or leave with_vector out"
              .formatted(points, numbers, Math.max(1, most / BYTES_PER_NUMBER / numbers)));
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  @Override
  public void write(int value) {
    take(1);
    bytes.write(value);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    take(length);
    bytes.write(source, offset, length);
  }

  private void take(int length) {
    if ((long) bytes.size() + length > most) {
      throw BadRequest.validation(
          "limit: the answer would be longer than %d bytes, ask for fewer points at once"
              .formatted(most));
    }
    if (length > free) {
      if (!room.reserve(length + STEP_BYTES)) {
        throw BadRequest.overloaded();
      }
      free += length + STEP_BYTES;
    }
    free -= length;
  }
}
