package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.topology.ShardId;

/**
 * The claim of a pod's volume.
 *
 * @param ordinal of the pod it belongs to
 * @param content with its managedFields
 */
public record ObservedClaim(String name, ShardId shard, int ordinal, JsonNode content) {

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

  /** Its deletion, if it still is the one that was judged. */
  Action.Delete deletion(String why) {
    return new Action.Delete(
        new ChildKey("PersistentVolumeClaim", name), uid(), resourceVersion(), why);
  }

  public boolean isDeleting() {
    return content.path("metadata").has("deletionTimestamp");
  }
}
