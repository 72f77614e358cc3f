package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.ReadPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster's {@code reads} settings, from the file that {@code VECTORCLUSTER_READS_FILE} names:
 * {@code {"from":"InSync","prefer":"SameZone","hedgeAfter":"PT0.3S","onMissingShard":"Fail",
 * "zones":{"demo-shard-0-0":"a"}}}. What it leaves out, as an operator of another release may, is
 * as without a file.
 */
public final class ReadsFile {
  private ReadsFile() {}

  /** The defaults without a file. */
  public static Supplier<ReadPolicy> of(Optional<Path> file, InstantSource clock) {
    return new SettingsFile<>("reads", file, ReadsFile::read, ReadPolicy.DEFAULT, clock);
  }

  private static ReadPolicy read(JsonNode root) {
    if (!root.isObject()) {
      throw new IllegalArgumentException("reads: is no JSON object");
    }
    ReadPolicy unset = ReadPolicy.DEFAULT;
    return new ReadPolicy(
        text(root, "from").map(ReadsFile::from).orElse(unset.from()),
        text(root, "prefer").map(ReadsFile::prefer).orElse(unset.prefer()),
        text(root, "hedgeAfter").map(Duration::parse).orElse(unset.hedgeAfter()),
        text(root, "onMissingShard").map(ReadsFile::missing).orElse(unset.onMissingShard()),
        zones(root.path("zones")));
  }

  private static Optional<String> text(JsonNode root, String field) {
    return Optional.ofNullable(root.get(field)).map(JsonNode::asText);
  }

  private static ReadPolicy.From from(String text) {
    return switch (text) {
      case "Primary" -> ReadPolicy.From.PRIMARY;
      case "InSync" -> ReadPolicy.From.IN_SYNC;
      case "Any" -> ReadPolicy.From.ANY;
      default -> throw unknown("from", text);
    };
  }

  private static ReadPolicy.Prefer prefer(String text) {
    return switch (text) {
      case "LeastLoaded" -> ReadPolicy.Prefer.LEAST_LOADED;
      case "LowestLatency" -> ReadPolicy.Prefer.LOWEST_LATENCY;
      case "RoundRobin" -> ReadPolicy.Prefer.ROUND_ROBIN;
      case "SameZone" -> ReadPolicy.Prefer.SAME_ZONE;
      default -> throw unknown("prefer", text);
    };
  }

  private static MissingShard missing(String text) {
    return switch (text) {
      case "Fail" -> MissingShard.FAIL;
      case "Partial" -> MissingShard.PARTIAL;
      default -> throw unknown("onMissingShard", text);
    };
  }

  private static Map<String, String> zones(JsonNode node) {
    Map<String, String> zones = new HashMap<>();
    node.properties().forEach(zone -> zones.put(zone.getKey(), zone.getValue().asText()));
    return zones;
  }

  private static IllegalArgumentException unknown(String field, String text) {
    return new IllegalArgumentException("%s: `%s` is unknown".formatted(field, text));
  }
}
