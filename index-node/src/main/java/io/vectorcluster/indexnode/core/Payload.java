package io.vectorcluster.indexnode.core;

/**
 * The caller's JSON object of a point, as compact JSON text; the same text is stored, hashed and
 * answered.
 *
 * @param json a JSON object, parsed once at the border
 */
public record Payload(String json) {
  public static final Payload EMPTY = new Payload("{}");

  public Payload {
    Require.that(json.startsWith("{"), "payload: must be a JSON object");
  }

  public boolean isEmpty() {
    return json.equals(EMPTY.json);
  }
}
