package io.vectorcluster.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topology as it stands in the API.
 *
 * @param hash fingerprint of the whole topology
 * @param owners the owning shard of each slot in order, as runs of COUNTxSHARD
 * @param terms the term of each slot in order, as runs of COUNTxTERM
 * @param mode absent in the mode PrimaryReplica
 * @param migrations absent where no slot migrates
 * @param goal the owners that the plan in force leads to, as {@code owners}; absent at rest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TopologyRecord(
    @Nullable String clusterId,
    @Nullable Long epoch,
    @Nullable String hash,
    @Nullable Integer slots,
    @Nullable String assignment,
    @Nullable Integer virtualNodes,
    @Nullable List<Shard> shards,
    @Nullable String owners,
    @Nullable String terms,
    @Nullable Mode mode,
    @Nullable List<Migration> migrations,
    @Nullable String goal) {

  /** How replicas agree; the numbers are there in the mode Quorum only. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Mode(
      @Nullable String name,
      @Nullable Integer copies,
      @Nullable Integer write,
      @Nullable Integer read) {}

  /** The stores of a shard that have a vote in the mode Quorum, and those before. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Voters(
      @Nullable Long epoch,
      @Nullable List<String> stores,
      @Nullable Long formerEpoch,
      @Nullable List<String> former) {}

  /** A slot on its way to another shard; {@code switched} is absent while it is copied. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Migration(
      @Nullable Integer slot,
      @Nullable Integer source,
      @Nullable Integer target,
      @Nullable Long since,
      @Nullable Long switched,
      @Nullable Boolean back) {}

  /** A shard and its stores. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Shard(
      @Nullable Integer id,
      @Nullable Long epoch,
      @Nullable Long term,
      @Nullable String primary,
      @Nullable List<String> inSync,
      @Nullable List<Store> members,
      @Nullable Voters voters) {}

  /** A store and where it answers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Store(
      @Nullable String store, @Nullable String host, @Nullable Integer internalPort) {}
}
