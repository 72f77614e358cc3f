package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.topology.ShardId;

/**
 * The claim of a shard's volume.
 *
 * @param content with its managedFields
 */
public record ObservedClaim(String name, ShardId shard, JsonNode content) {

  public String uid() {
    return content.path("metadata").path("uid").asText();
  }

  public String resourceVersion() {
    return content.path("metadata").path("resourceVersion").asText();
  }

  /** Whether there is a volume that may hold something. */
  public boolean isBound() {
    return content.path("status").path("phase").asText().equals("Bound");
  }

  public boolean isDeleting() {
    return content.path("metadata").has("deletionTimestamp");
  }
}
