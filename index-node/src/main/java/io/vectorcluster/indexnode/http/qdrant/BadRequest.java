package io.vectorcluster.indexnode.http.qdrant;

/**
 * Ends the parsing of a request. The one place where an expected failure is an exception: a
 * recursive-descent parser would otherwise check the result of every step. Caught in {@link
 * DataApi}.
 */
final class BadRequest extends RuntimeException {
  private final int status;

  private BadRequest(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** What cannot be read as what it should be. */
  static BadRequest format(String problem) {
    return new BadRequest(400, "Format error in JSON body: " + problem);
  }

  /** What can be read but makes no sense. */
  static BadRequest wrongInput(String problem) {
    return new BadRequest(400, "Wrong input: " + problem);
  }

  /** A value that is out of its range. */
  static BadRequest validation(String problem) {
    return new BadRequest(422, "Validation error in JSON body: [" + problem + "]");
  }

  /** The answer finds no room beside those of other requests. */
  static BadRequest overloaded() {
    return new BadRequest(
        429, "Too many requests: too many bytes of answers in flight, try again later");
  }

  static BadRequest unsupported(String field) {
    return wrongInput(field + " is not supported yet, leave it out");
  }
}
