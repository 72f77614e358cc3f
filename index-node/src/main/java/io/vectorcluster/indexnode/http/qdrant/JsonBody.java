package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.VectorParams;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as a stream of tokens: a vector goes from text to floats without an object per
 * number. Every method but {@link #read} begins with the first token of a value as the current one
 * and ends with its last one. Errors name the place as a path, like {@code /points/3/id}.
 */
final class JsonBody {
  /** Deeper bodies are refused: as deep as the clients' own server reads. */
  static final int MAX_DEPTH = 128;

  private static final int MAX_NAME_LENGTH = 65_536;
  private static final int MAX_NUMBER_LENGTH = 1_000;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false) // names are the caller's
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE) // the body's own limit holds
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private final JsonParser parser;
  private int lastVectorSize = 128;

  private JsonBody(JsonParser parser) {
    this.parser = parser;
  }

  /** Makes a value of a whole body. */
  @FunctionalInterface
  interface Reading<T> {
    T read(JsonBody json) throws IOException;
  }

  /** Reads the value of a field of that name. */
  @FunctionalInterface
  interface FieldReading {
    void read(String name) throws IOException;
  }

  /** Reads one item of an array. */
  @FunctionalInterface
  interface ItemReading {
    void read() throws IOException;
  }

  /** Reads a body that is one JSON value and nothing else. */
  static <T> T read(byte[] body, Reading<T> reading) {
    try (JsonParser parser = FACTORY.createParser(body)) {
      JsonBody json = new JsonBody(parser);
      if (parser.nextToken() == null) {
        throw BadRequest.format("EOF while parsing a value, the body is empty");
      }
      T value = reading.read(json);
      if (parser.nextToken() != null) {
        throw json.problem("trailing characters");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw BadRequest.format(describe(e));
    } catch (IOException e) { // from a byte array only what is no text at all
      throw BadRequest.format("the body is not UTF-8 text");
    } catch (IllegalArgumentException e) { // values check their own ranges
      throw BadRequest.validation(String.valueOf(e.getMessage()));
    }
  }

  void object(FieldReading fields) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw problem("expected an object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = checked(parser.currentName());
      parser.nextToken();
      fields.read(name);
    }
  }

  /** An object or null. */
  void objectOrNull(FieldReading fields) throws IOException {
    if (!isNull()) {
      object(fields);
    }
  }

  void array(ItemReading items) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw problem("expected an array");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.read();
    }
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isBoolean() {
    return parser.currentToken() == JsonToken.VALUE_TRUE
        || parser.currentToken() == JsonToken.VALUE_FALSE;
  }

  boolean isIntegerOrString() {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        || parser.currentToken() == JsonToken.VALUE_STRING;
  }

  boolean bool() throws IOException {
    if (!isBoolean()) {
      throw problem("expected true or false");
    }
    return parser.getBooleanValue();
  }

  /** True only for true: null and false are the absence of a wish. */
  boolean wish() throws IOException {
    return !isNull() && bool();
  }

  String text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw problem("expected a string");
    }
    return checked(parser.getText());
  }

  /** An integer of 32 bits; smaller and greater ones are out of every range there is. */
  int integer() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw problem("expected an integer");
    }
    return switch (parser.getNumberType()) {
      case INT -> parser.getIntValue();
      case LONG -> parser.getLongValue() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
      default -> parser.getText().startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    };
  }

  /** The digits of an integer of any size; empty if the value is none. */
  @Nullable String integerText() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getText() : null;
  }

  float number() throws IOException {
    if (!isNumber(parser.currentToken())) {
      throw problem("expected a number");
    }
    // Clients write a float as the digits of a double: too many for the fast path of a float's
    // parser, whose slow one costs ten times as much. Rounding twice is off by at most one unit in
    // the last place, and only where the text lies within 2^-29 of the middle of two floats.
    float value = (float) parser.getDoubleValue();
    if (!Float.isFinite(value)) {
      throw problem("number out of range");
    }
    return value;
  }

  DenseVector vector() throws IOException {
    if (isObject()) {
      throw BadRequest.unsupported(
          path() + ": anything but an array of numbers (sparse, inferred)");
    }
    if (!isArray()) {
      throw problem("expected an array of numbers");
    }
    float[] values = new float[lastVectorSize];
    int size = 0;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == JsonToken.START_ARRAY) {
        throw BadRequest.unsupported(path() + ": a vector of vectors");
      }
      if (size == VectorParams.MAX_SIZE) {
        throw problem("a vector has at most " + VectorParams.MAX_SIZE + " numbers");
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = number();
    }
    if (size == 0) {
      throw problem("a vector has at least one number");
    }
    lastVectorSize = size;
    return DenseVector.of(size == values.length ? values : Arrays.copyOf(values, size));
  }

  /** A value as a tree, of a repeated name the last field; for what is small or kept as text. */
  JsonNode tree() throws IOException {
    JsonNode tree = MAPPER.readTree(parser);
    WellFormed.flaw(tree)
        .ifPresent(
            flaw -> {
              throw problem(flaw);
            });
    return tree;
  }

  /** Skips a value that does not change the answer. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  /** A field that is known but does not work yet: only null or an empty list or object will do. */
  void unsupported(String name) throws IOException {
    if (!isNull()) {
      JsonNode value = tree();
      if (!value.isContainerNode() || !value.isEmpty()) {
        throw BadRequest.unsupported(name);
      }
    }
  }

  /** A field that is not known: a typo would otherwise silently change the answer. */
  void unknown(String name, List<String> known) throws IOException {
    if (isNull()) {
      return;
    }
    throw problem("unknown field `%s`, use one of %s".formatted(WellFormed.brief(name), known));
  }

  BadRequest problem(String problem) {
    return BadRequest.format(
        "%s: %s at line %d column %d"
            .formatted(
                path(),
                problem,
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr()));
  }

  private String path() {
    String path = WellFormed.brief(parser.getParsingContext().pathAsPointer().toString());
    return path.isEmpty() ? "body" : path;
  }

  private String checked(String text) {
    if (!WellFormed.isText(text)) {
      throw problem(WellFormed.HALF_CHARACTER);
    }
    return text;
  }

  private static boolean isNumber(@Nullable JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
  }

  private static String describe(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("no JSON");
    int advice = message.indexOf(": enable `JsonReadFeature"); // advice to us, not to the caller
    message = advice < 0 ? message : message.substring(0, advice);
    String place =
        e.getLocation() == null
            ? ""
            : " at line %d column %d"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return (message.length() > 200 ? message.substring(0, 200) : message) + place;
  }
}
