package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids as callers write them: an unsigned 64-bit number, or a UUID hyphenated, in 32 digits, or as
 * an urn (RFC 9562, section 4).
 */
final class PointIds {
  /** Ids of one request. */
  static final int MAX_IDS = ShardWrite.MAX_CHANGES;

  private static final Pattern HYPHENATED =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern SIMPLE = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");
  private static final String URN = "urn:uuid:";

  private PointIds() {}

  static PointId read(JsonBody json) throws IOException {
    String digits = json.integerText();
    if (digits != null) {
      return number(digits).orElseThrow(() -> json.problem(notAnId(digits)));
    }
    if (!json.isIntegerOrString()) {
      throw json.problem("expected a point ID, either an unsigned integer or a UUID");
    }
    String text = json.text();
    return uuid(text).orElseThrow(() -> json.problem(notAnId(text)));
  }

  static List<PointId> readList(JsonBody json) throws IOException {
    List<PointId> ids = new ArrayList<>();
    json.array(
        () -> {
          if (ids.size() == MAX_IDS) {
            throw json.problem("at most " + MAX_IDS + " ids in one request");
          }
          ids.add(read(json));
        });
    return ids;
  }

  /** An id in a path, where a number has no quotes to tell it from text. */
  static PointId ofSegment(String segment) {
    return number(segment)
        .or(() -> uuid(segment))
        .orElseThrow(() -> BadRequest.wrongInput(notAnId(segment)));
  }

  private static Optional<PointId> number(String digits) {
    if (!DIGITS.matcher(digits).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PointId.Numeric(Long.parseUnsignedLong(digits)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<PointId> uuid(String text) {
    String bare = text.regionMatches(true, 0, URN, 0, URN.length()) ? text.substring(9) : text;
    if (HYPHENATED.matcher(bare).matches()) {
      return Optional.of(new PointId.Uuid(UUID.fromString(bare)));
    }
    if (bare.equals(text) && SIMPLE.matcher(bare).matches()) {
      return Optional.of(
          new PointId.Uuid(
              new UUID(
                  Long.parseUnsignedLong(bare, 0, 16, 16),
                  Long.parseUnsignedLong(bare, 16, 32, 16))));
    }
    return Optional.empty();
  }

  private static String notAnId(String text) {
    return "value %s is not a valid point ID, valid values are either an unsigned integer or a UUID"
        .formatted(WellFormed.brief(text));
  }
}
