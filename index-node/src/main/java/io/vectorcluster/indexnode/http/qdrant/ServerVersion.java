package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.http.web.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What {@code GET /} answers: the version of the API that is spoken here, which clients compare
 * with their own, and the commit that this node was built from.
 */
final class ServerVersion {
  static final String API_VERSION = "1.19.0";

  private static final String UNKNOWN_COMMIT = "0".repeat(40);
  private static final Answer ANSWER =
      Answer.json(
          200,
          Envelope.write(
              out -> {
                out.writeStringField("title", "qdrant - vector search engine");
                out.writeStringField("version", API_VERSION);
                out.writeStringField("commit", commit());
              }));

  private ServerVersion() {}

  static Answer answer() {
    return ANSWER;
  }

  private static String commit() {
    Properties build = new Properties();
    try (InputStream in =
        ServerVersion.class.getResourceAsStream("/vectorcluster-build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = build.getProperty("commit", UNKNOWN_COMMIT);
    return commit.matches("[0-9a-f]{40}") ? commit : UNKNOWN_COMMIT;
  }
}
