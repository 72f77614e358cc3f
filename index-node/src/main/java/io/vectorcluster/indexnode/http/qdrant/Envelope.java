package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.vectorcluster.indexnode.http.web.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The shape of every answer: {@code {"result":.., "status":"ok", "time":s}}, or {@code
 * {"status":{"error":".."}, "time":s}}.
 */
final class Envelope {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private Envelope() {}

  static Answer answer(Reply reply, Duration took, AnswerBytes sink) {
    return switch (reply) {
      case Reply.Done done ->
          Answer.json(
                  200,
                  write(
                      sink,
                      out -> {
                        out.writeFieldName("result");
                        done.result().write(out);
                        out.writeStringField("status", "ok");
                        writeTime(out, took);
                      }))
              .with(done.headers());
      case Reply.Failed(int status, String message) -> failed(status, message, took);
    };
  }

  static Answer failed(int status, String message, Duration took) {
    // What a caller sent may come back in a message: half characters become question marks.
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    return Answer.json(
        status,
        write(
            out -> {
              out.writeObjectFieldStart("status");
              out.writeStringField("error", new String(utf8, StandardCharsets.UTF_8));
              out.writeEndObject();
              writeTime(out, took);
            }));
  }

  private static void writeTime(JsonGenerator out, Duration took) throws IOException {
    out.writeNumberField("time", took.isNegative() ? 0.0 : took.toNanos() / 1e9);
  }

  /** An object with the fields that {@code fields} writes; for what is short in any case. */
  static byte[] write(Reply.Result fields) {
    return write(new AnswerBytes(Long.MAX_VALUE, _ -> true), fields);
  }

  private static byte[] write(AnswerBytes bytes, Reply.Result fields) {
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    } catch (IOException e) { // memory does not fail, so this is a bug
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
