package io.vectorcluster.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topology as it stands in the API. Lists are lines of text: as objects they would be three times
 * as long. A field never changes its type, so that any release can read the format.
 *
 * @param format of the text; a release reads one
 * @param hash fingerprint of the whole topology
 * @param hosts where the stores answer: {pod} stands for SHARD-ORDINAL
 * @param replicas a line for each shard: its id, epoch and term, then its stores
 * @param owners for each slot in order, the place of its shard in {@code replicas}, from 0; as runs
 *     of COUNTxPLACE, or as WIDTH: and the digits of base 64, so many a slot
 * @param terms the term of each slot in order, written in the same way
 * @param mode absent in the mode PrimaryReplica
 * @param moves slots on their way; absent where there are none
 * @param goal the owners that the plan in force leads to, as {@code owners}; absent at rest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TopologyRecord(
    @Nullable Integer format,
    @Nullable String clusterId,
    @Nullable Long epoch,
    @Nullable String hash,
    @Nullable Integer slots,
    @Nullable String assignment,
    @Nullable Integer virtualNodes,
    @Nullable String hosts,
    @Nullable List<String> replicas,
    @Nullable String owners,
    @Nullable String terms,
    @Nullable Mode mode,
    @Nullable List<String> moves,
    @Nullable String goal) {

  /** How replicas agree; the numbers are there in the mode Quorum only. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Mode(
      @Nullable String name,
      @Nullable Integer copies,
      @Nullable Integer write,
      @Nullable Integer read) {}
}
