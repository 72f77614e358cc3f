package io.vectorcluster.topology;

import java.util.Locale;
import java.util.UUID;

/** The one text form of the drawn ids: 36 characters, lower case, as they stand in keys. */
final class HyphenatedUuid {

  private HyphenatedUuid() {}

  /** Stricter than {@link UUID#fromString}, which also takes {@code 1-1-1-1-1}. */
  static UUID parse(String what, String text) {
    if (text.length() == 36) {
      try {
        UUID uuid = UUID.fromString(text);
        if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
          return uuid;
        }
      } catch (IllegalArgumentException _) {
        // Told below, with the name of the field: the parser's own message has none.
      }
    }
    throw new IllegalArgumentException(
        what + " '" + text + "' is not a UUID: write it hyphenated, 36 characters");
  }

  /** Order of the 16 bytes in network order, unlike {@link UUID#compareTo}, which is signed. */
  static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
