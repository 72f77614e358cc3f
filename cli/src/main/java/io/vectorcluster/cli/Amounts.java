package io.vectorcluster.cli;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as people write them on a command line, and as they read them. */
final class Amounts {
  private static final Pattern COUNT =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)([kKmMbB]?)");
  private static final Map<String, Integer> ZEROS = Map.of("", 0, "K", 3, "M", 6, "B", 9);
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)(us|ms|s)");
  private static final Map<String, Integer> NANO_ZEROS = Map.of("us", 3, "ms", 6, "s", 9);
  private static final long GIB = 1L << 30;
  private static final long BILLION = 1_000_000_000L;

  private Amounts() {}

  /** A whole number, also as thousands, millions and billions: {@code 10M}, {@code 1.5B}. */
  static long count(String option, String text, long least, long most) throws InputException {
    Matcher match = COUNT.matcher(text);
    String remedy =
        String.format(
            Locale.ROOT,
            "use a whole number from %,d to %,d, also with K, M or B for thousand, million and billion, such as 10M",
            least,
            most);
    if (!match.matches()) {
      throw new InputException("%s is %s: %s".formatted(option, text, remedy));
    }
    BigDecimal value =
        new BigDecimal(match.group(1))
            .scaleByPowerOfTen(ZEROS.getOrDefault(match.group(2).toUpperCase(Locale.ROOT), 0));
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    if (!whole
        || value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new InputException("%s is %s: %s".formatted(option, text, remedy));
    }
    return value.longValueExact();
  }

  /** Bytes as a quantity of the API, from 512Mi, below which a node does not start, to 4Ti. */
  static long memory(String option, String text) throws InputException {
    String remedy = "use a quantity from 512Mi to 4Ti, such as 8Gi";
    try {
      BigDecimal bytes = Quantity.getAmountInBytes(new Quantity(text));
      if (bytes.compareTo(BigDecimal.valueOf(GIB / 2)) >= 0
          && bytes.compareTo(BigDecimal.valueOf(4096 * GIB)) <= 0) {
        return bytes.longValue();
      }
    } catch (IllegalArgumentException _) {
      // Said below, with the name of the option.
    }
    throw new InputException("%s is %s: %s".formatted(option, text, remedy));
  }

  static Duration time(String option, String text) throws InputException {
    Matcher match = TIME.matcher(text);
    if (match.matches()) {
      Duration time =
          Duration.ofNanos(
              new BigDecimal(match.group(1))
                  .scaleByPowerOfTen(NANO_ZEROS.getOrDefault(match.group(2), 0))
                  .longValue());
      if (time.isPositive() && time.compareTo(Duration.ofMinutes(1)) <= 0) {
        return time;
      }
    }
    throw new InputException(
        "%s is %s: use a time above 0 up to 60s with its unit, such as 2ms or 500us"
            .formatted(option, text));
  }

  /** As the guides write memory: decimal, and rounded down, whole from ten on. */
  static String gigabytes(long bytes) {
    long tenths = bytes / (BILLION / 10);
    return tenths < 100
        ? "%d.%d GB".formatted(tenths / 10, tenths % 10)
        : String.format(Locale.ROOT, "%,d GB", tenths / 10);
  }

  /** A quantity of whole GiB, or of MiB where it is none. */
  static String quantity(long bytes) {
    return bytes % GIB == 0 ? bytes / GIB + "Gi" : Math.ceilDiv(bytes, 1L << 20) + "Mi";
  }

  /** For reading: one digit behind the point. */
  static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1fGi", (double) bytes / GIB);
  }

  /** A quantity of processors. */
  static String cores(long millicores) {
    return millicores % 1000 == 0 ? Long.toString(millicores / 1000) : millicores + "m";
  }
}
