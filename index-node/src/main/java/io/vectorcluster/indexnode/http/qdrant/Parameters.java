package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.http.web.Request;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The URL parameters that every operation takes.
 *
 * @param untilDone {@code wait}: whether a write is answered only when it is durable and visible
 * @param deadline from {@code timeout} in seconds
 * @param consistency of reads of points by id
 * @param onMissingShard whether the caller takes an answer that lacks shards, by a header of our
 *     own; empty if it does not say
 */
record Parameters(
    boolean untilDone,
    Deadline deadline,
    Optional<MissingShard> onMissingShard,
    Consistency consistency) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_TIMEOUT_S = 600;
  private static final List<String> ORDERINGS = List.of("weak", "medium", "strong");
  private static final List<String> CONSISTENCIES = List.of("majority", "quorum", "all");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern ONE = Pattern.compile("0*1");
  private static final String ALLOW_PARTIAL = "x-vectorcluster-allow-partial";

  static Parameters of(Request request) {
    request.parameter("ordering").ifPresent(value -> choice("ordering", value, ORDERINGS));
    request
        .parameter("consistency")
        .filter(value -> !NUMBER.matcher(value).matches() || Integer.parseInt(value) < 1)
        .ifPresent(value -> choice("consistency", value, CONSISTENCIES));
    // One replica's word is any replica's; the word of several is every acknowledged write.
    boolean strong =
        request.parameter("consistency").filter(value -> !ONE.matcher(value).matches()).isPresent();
    Duration timeout =
        request.parameter("timeout").map(Parameters::seconds).orElse(DEFAULT_TIMEOUT);
    return new Parameters(
        request.parameter("wait").map(Parameters::bool).orElse(false),
        new Deadline(request.arrival().plus(timeout)),
        request.header(ALLOW_PARTIAL).map(Parameters::missingShard),
        strong ? Consistency.STRONG : Consistency.IN_SYNC);
  }

  private static boolean bool(String value) {
    choice("wait", value, List.of("true", "false"));
    return value.equals("true");
  }

  private static MissingShard missingShard(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> MissingShard.PARTIAL;
      case "false" -> MissingShard.FAIL;
      default ->
          throw BadRequest.wrongInput(
              "header %s: `%s`, use true or false"
                  .formatted(ALLOW_PARTIAL, WellFormed.brief(value)));
    };
  }

  private static Duration seconds(String value) {
    if (!NUMBER.matcher(value).matches()
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > MAX_TIMEOUT_S) {
      throw BadRequest.wrongInput(
          "query parameter timeout: `%s`, use 1 to %d seconds"
              .formatted(WellFormed.brief(value), MAX_TIMEOUT_S));
    }
    return Duration.ofSeconds(Integer.parseInt(value));
  }

  private static void choice(String name, String value, List<String> known) {
    if (!known.contains(value)) {
      throw BadRequest.wrongInput(
          "query parameter %s: `%s`, use one of %s"
              .formatted(name, WellFormed.brief(value), known));
    }
  }
}
