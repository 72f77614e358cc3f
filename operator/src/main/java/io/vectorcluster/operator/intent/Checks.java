package io.vectorcluster.operator.intent;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads single fields and collects what is wrong with them. A field that is wrong reads as its
 * default, so that all violations of a spec are found in one go.
 */
final class Checks {
  /** As the API server's isQuantity: an optional sign is left out, negative sizes have no use. */
  private static final Pattern QUANTITY =
      Pattern.compile(
          "[0-9]+(\\.[0-9]*)?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]{1,2})?");

  private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,4}[smh]");
  private static final Pattern PARTS = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(h|ms|m|s)");

  private final List<Violation> violations = new ArrayList<>();

  List<Violation> violations() {
    return violations;
  }

  void require(boolean holds, String field, String remedy) {
    if (!holds) {
      violations.add(new Violation(field, remedy));
    }
  }

  int range(String field, @Nullable Integer value, int least, int most, int byDefault) {
    if (value == null) {
      return byDefault;
    }
    boolean holds = value >= least && value <= most;
    require(holds, field, "use " + least + " to " + most);
    return holds ? value : byDefault;
  }

  <T> T choice(String field, @Nullable String value, Map<String, T> choices, T byDefault) {
    if (value == null) {
      return byDefault;
    }
    @Nullable T chosen = choices.get(value);
    if (chosen == null) {
      require(
          false,
          field,
          "Unsupported value: \"%s\": supported values: \"%s\""
              .formatted(value, String.join("\", \"", choices.keySet())));
      return byDefault;
    }
    return chosen;
  }

  Optional<String> text(
      String field, @Nullable String value, Pattern form, int longest, String remedy) {
    if (value == null) {
      return Optional.empty();
    }
    require(value.length() <= longest, field, "Too long: may not be more than " + longest);
    require(form.matcher(value).matches(), field, remedy);
    return Optional.of(value);
  }

  /** A whole number of one unit. */
  Duration duration(String field, @Nullable String value, Duration byDefault) {
    if (value == null) {
      return byDefault;
    }
    boolean holds = DURATION.matcher(value).matches();
    require(holds, field, "use a time of a second or more, such as 90s, 30m or 24h");
    return holds ? Duration.parse("PT" + value.toUpperCase(Locale.ROOT)) : byDefault;
  }

  /** A time as the Gateway API writes it, within bounds. */
  Optional<Duration> duration(
      String field, @Nullable String value, Duration least, Duration most, String remedy) {
    if (value == null) {
      return Optional.empty();
    }
    Optional<Duration> read =
        PARTS.matcher(value).matches() ? Optional.of(sum(value)) : Optional.empty();
    Optional<Duration> within =
        read.filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0);
    require(within.isPresent(), field, remedy);
    return within;
  }

  private static Duration sum(String parts) {
    Matcher part = PART.matcher(parts);
    Duration sum = Duration.ZERO;
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      sum =
          switch (part.group(2)) {
            case "h" -> sum.plusHours(count);
            case "m" -> sum.plusMinutes(count);
            case "s" -> sum.plusSeconds(count);
            default -> sum.plusMillis(count);
          };
    }
    return sum;
  }

  Quantity quantity(String field, @Nullable Quantity value, String least, String byDefault) {
    if (value == null) {
      return new Quantity(byDefault);
    }
    boolean holds = isQuantity(value) && compare(value, new Quantity(least)) >= 0;
    require(holds, field, "use a quantity of at least " + least + ", such as " + byDefault);
    return holds ? value : new Quantity(byDefault);
  }

  SortedMap<String, Quantity> quantities(String field, @Nullable Map<String, Quantity> values) {
    SortedMap<String, Quantity> read = new TreeMap<>(values == null ? Map.of() : values);
    boolean holds = read.values().stream().allMatch(Checks::isQuantity);
    require(holds, field, "each value must be a quantity such as 500m or 2Gi");
    read.values().removeIf(value -> !isQuantity(value));
    return read;
  }

  static boolean isQuantity(@Nullable Quantity value) {
    return value != null && QUANTITY.matcher(value.toString()).matches();
  }

  /** By amount, whatever the units. */
  static int compare(Quantity left, Quantity right) {
    BigDecimal amount = left.getNumericalAmount();
    return amount.compareTo(right.getNumericalAmount());
  }
}
