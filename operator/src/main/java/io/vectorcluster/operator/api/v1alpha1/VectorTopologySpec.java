package io.vectorcluster.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator remembers of a cluster beside its topology.
 *
 * @param version the release the cluster was born with, used while spec.version is unset
 * @param accepted the last spec that was valid and not held back by a pause
 * @param approvals ids of spec.approvals that were used or had no case, the latest last
 * @param rebuilding while a lost topology is rebuilt, the epoch that it will have at least: stores
 *     are asked to adopt nothing below
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record VectorTopologySpec(
    @Nullable String version,
    @Nullable VectorClusterSpec accepted,
    @Nullable List<String> approvals,
    @Nullable Long rebuilding) {}
