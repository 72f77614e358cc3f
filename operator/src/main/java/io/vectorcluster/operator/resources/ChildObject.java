package io.vectorcluster.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object as it is to be applied: every field the operator wants to own, and no other. */
public record ChildObject(ChildKey key, JsonNode content) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The JSON form of a rendered object. */
  public static ChildObject of(HasMetadata rendered) {
    return new ChildObject(
        new ChildKey(rendered.getKind(), rendered.getMetadata().getName()),
        JSON.valueToTree(rendered));
  }
}
