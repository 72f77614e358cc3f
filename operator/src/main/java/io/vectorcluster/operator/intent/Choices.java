package io.vectorcluster.operator.intent;

import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.SlotCount;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The words of the API and what they mean; the CRD's enums are compared with these. */
final class Choices {
  static final String HASH = "Hash";

  /** How copies agree, without the numbers that belong to it. */
  enum Mode {
    PRIMARY_REPLICA,
    QUORUM,
    MULTI_PRIMARY
  }

  static final Map<String, Mode> MODES =
      ordered(
          Map.entry("PrimaryReplica", Mode.PRIMARY_REPLICA),
          Map.entry("Quorum", Mode.QUORUM),
          Map.entry("MultiPrimary", Mode.MULTI_PRIMARY));

  static final Map<String, RunPolicy> RUN_POLICIES =
      ordered(
          Map.entry("Running", RunPolicy.RUNNING),
          Map.entry("Paused", RunPolicy.PAUSED),
          Map.entry("Stopped", RunPolicy.STOPPED));

  static final Map<String, AssignmentStrategy> ASSIGNMENTS =
      ordered(
          Map.entry("ConsistentHash", AssignmentStrategy.CONSISTENT_HASH),
          Map.entry("Balanced", AssignmentStrategy.BALANCED));

  static final Map<String, Replication.Acks> ACKS =
      ordered(
          Map.entry("InSync", Replication.Acks.IN_SYNC), Map.entry("One", Replication.Acks.ONE));

  static final Map<String, Spread.Force> FORCES =
      ordered(
          Map.entry("Required", Spread.Force.REQUIRED),
          Map.entry("Preferred", Spread.Force.PREFERRED),
          Map.entry("Ignored", Spread.Force.IGNORED));

  static final Map<String, String> PARTITIONINGS = ordered(Map.entry(HASH, HASH));

  static final Map<String, Retention> RETENTIONS =
      ordered(Map.entry("Retain", Retention.RETAIN), Map.entry("Delete", Retention.DELETE));

  static final Map<String, Authentication> AUTHENTICATIONS =
      ordered(Map.entry("APIKey", Authentication.API_KEY), Map.entry("None", Authentication.NONE));

  static final Map<String, Precision> PRECISIONS = words(Precision.values(), Precision::text);

  static final Map<String, Reads.From> FROM = words(Reads.From.values(), Reads.From::text);

  static final Map<String, Reads.Prefer> PREFERENCES =
      words(Reads.Prefer.values(), Reads.Prefer::text);

  static final Map<String, Reads.MissingShard> MISSING_SHARDS =
      words(Reads.MissingShard.values(), Reads.MissingShard::text);

  static final Map<String, Rebalance.Mode> REBALANCE_MODES =
      words(Rebalance.Mode.values(), Rebalance.Mode::text);

  private Choices() {}

  static Optional<SlotCount> slotCount(int count) {
    return Arrays.stream(SlotCount.values()).filter(slots -> slots.count() == count).findFirst();
  }

  private static <T> Map<String, T> words(T[] values, Function<T, String> text) {
    Map<String, T> words = new LinkedHashMap<>();
    for (T value : values) {
      words.put(text.apply(value), value);
    }
    return Collections.unmodifiableMap(words);
  }

  @SafeVarargs
  private static <T> Map<String, T> ordered(Map.Entry<String, T>... entries) {
    Map<String, T> words = new LinkedHashMap<>();
    for (Map.Entry<String, T> entry : entries) {
      words.put(entry.getKey(), entry.getValue());
    }
    return Collections.unmodifiableMap(words);
  }
}
