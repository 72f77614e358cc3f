package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.IntentParser;
import io.vectorcluster.operator.intent.ParsedIntent;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.ChildObject;
import io.vectorcluster.operator.resources.Children;
import io.vectorcluster.operator.resources.Credentials;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The children of a scenario: as they would have been applied, then edited. */
final class ScenarioChildren {
  private static final Credentials OLD =
      new Credentials(
          "old-internal-token-00000000000000000",
          "old-admin-key-0000000000000000000000",
          "old-write-key-0000000000000000000000");

  private final Request request;
  private final JsonNode given;

  ScenarioChildren(Request request, JsonNode given) {
    this.request = request;
    this.given = given;
  }

  SortedMap<ChildKey, JsonNode> build() {
    SortedMap<ChildKey, JsonNode> children = new TreeMap<>();
    if (!given.has("of")) {
      return children;
    }
    for (ChildObject child : rendered()) {
      children.put(child.key(), asStored(child));
    }
    given.path("without").forEach(name -> children.remove(key(name.asText())));
    for (JsonNode edit : given.path("edit")) {
      String at = edit.path("at").asText();
      int slash = at.lastIndexOf('/');
      ChildKey key = key(edit.path("object").asText());
      JsonNode parent = Objects.requireNonNull(children.get(key)).at(at.substring(0, slash));
      ((ObjectNode) parent).set(at.substring(slash + 1), edit.path("to"));
    }
    return children;
  }

  private List<ChildObject> rendered() {
    Intent intent =
        switch (IntentParser.parse(request.cluster().name(), request.spec())) {
          case ParsedIntent.Accepted(Intent parsed) -> parsed;
          case ParsedIntent.Invalid invalid -> IntentParser.DEFAULTS;
        };
    Observation nothing =
        new Observation(
            Instant.EPOCH,
            VectorClusterStatus.UNSEEN,
            Optional.empty(),
            new TreeMap<>(),
            List.of(),
            List.of(),
            new TreeMap<>(),
            true,
            OLD);
    return Children.of(
        ChildSteps.blueprint(
            request,
            intent,
            "0.1.0",
            ShardChoice.first(given.path("of").asInt()),
            Map.of(),
            nothing));
  }

  private static JsonNode asStored(ChildObject child) {
    ObjectNode stored = child.content().deepCopy();
    stored
        .withObject("/metadata")
        .put("uid", "uid-of-" + child.key().name())
        .put("resourceVersion", "5")
        .put("generation", 1);
    if (child.key().kind().equals("StatefulSet")) {
      stored.withObject("/status").put("observedGeneration", 1).put("updateRevision", "r1");
    }
    return stored;
  }

  private static ChildKey key(String text) {
    int slash = text.indexOf('/');
    return new ChildKey(text.substring(0, slash), text.substring(slash + 1));
  }
}
