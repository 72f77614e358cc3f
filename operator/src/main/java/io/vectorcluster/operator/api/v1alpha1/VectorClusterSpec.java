package io.vectorcluster.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user wants, as written; the API server has filled in the defaults. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record VectorClusterSpec(
    @Nullable String version,
    @Nullable String image,
    @Nullable String runPolicy,
    @Nullable Integer shards,
    @Nullable Replication replication,
    @Nullable Sharding sharding,
    @Nullable CollectionDefaults collectionDefaults,
    @Nullable Storage storage,
    @Nullable Resources resources,
    @Nullable Spread spread,
    @Nullable Reads reads,
    @Nullable Rebalance rebalance,
    @Nullable Access access,
    @Nullable List<String> approvals) {

  public static final VectorClusterSpec EMPTY =
      new VectorClusterSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Copies of each shard. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Replication(
      @Nullable Integer factor,
      @Nullable String mode,
      @Nullable String acks,
      @Nullable Integer minInSync,
      @Nullable String gcGrace,
      @Nullable Quorum quorum) {}

  /** How many copies keep a write, and how many are asked. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Quorum(@Nullable Integer write, @Nullable Integer read) {}

  /** How points find their shard. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Sharding(
      @Nullable Integer slots, @Nullable String assignment, @Nullable Integer virtualNodes) {}

  /** For collections whose create request does not say. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CollectionDefaults(
      @Nullable String precision, @Nullable Hnsw hnsw, @Nullable Partitioning partitioning) {}

  /** The graph's parameters. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Hnsw(@Nullable Integer m, @Nullable Integer efConstruct, @Nullable Integer ef) {}

  /** Point to slot. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Partitioning(@Nullable String method) {}

  /** The volume of each pod. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Storage(
      @Nullable Quantity size,
      @Nullable String storageClassName,
      @Nullable RetentionPolicy retentionPolicy) {}

  /** What becomes of volumes that are no longer used. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RetentionPolicy(@Nullable String whenDeleted, @Nullable String whenScaled) {}

  /** Of each pod. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Resources(
      @Nullable Map<String, Quantity> requests, @Nullable Map<String, Quantity> limits) {}

  /** How the copies of one shard keep apart. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spread(@Nullable String nodes, @Nullable String zones) {}

  /** How nodes read from the copies of shards. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Reads(
      @Nullable String from,
      @Nullable String prefer,
      @Nullable String hedgeAfter,
      @Nullable String onMissingShard) {}

  /** How slots move when the shards change. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Rebalance(@Nullable String mode, @Nullable Integer maxConcurrentMoves) {}

  /** Who may call the data API. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Access(@Nullable String authentication) {}
}
