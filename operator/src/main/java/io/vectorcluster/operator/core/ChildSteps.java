package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.Reads;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.ChildObject;
import io.vectorcluster.operator.resources.Children;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.operator.resources.OwnedFields;
import io.vectorcluster.operator.resources.Secrets;
import io.vectorcluster.operator.resources.ShardSets;
import io.vectorcluster.operator.resources.StrayItems;
import io.vectorcluster.topology.ShardId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The children that are missing or differ from what is wanted. */
final class ChildSteps {

  private ChildSteps() {}

  static Blueprint blueprint(
      Request request,
      Intent intent,
      String bornWith,
      SortedSet<ShardId> shards,
      Map<ShardId, Integer> copies,
      Observation seen) {
    String cluster = request.cluster().name();
    Map<ShardId, Quantity> templateSizes = new HashMap<>();
    for (ShardId shard : shards) {
      templateSize(cluster, shard, seen).ifPresent(size -> templateSizes.put(shard, size));
    }
    Credentials credentials =
        new Credentials(
            secret(Names.internalSecret(cluster), Secrets.TOKEN, seen)
                .orElse(seen.drawn().internalToken()),
            secret(Names.accessSecret(cluster), Secrets.API_KEY, seen)
                .orElse(seen.drawn().adminKey()),
            secret(Names.appSecret(cluster), Secrets.API_KEY, seen)
                .orElse(seen.drawn().writeKey()));
    return new Blueprint(
        request.cluster(),
        intent,
        intent.versionOr(bornWith),
        intent.imageReference(request.release(), bornWith),
        shards,
        copies,
        zones(intent, seen),
        templateSizes,
        credentials);
  }

  /** Only where reads prefer their zone: else a pod that moves would be a change of settings. */
  private static SortedMap<String, String> zones(Intent intent, Observation seen) {
    SortedMap<String, String> zones = new TreeMap<>();
    if (intent.reads().prefer() == Reads.Prefer.SAME_ZONE) {
      for (ObservedPod pod : seen.pods()) {
        pod.zone().ifPresent(zone -> zones.put(pod.name(), zone));
      }
    }
    return zones;
  }

  static List<Action> applies(Blueprint blueprint, Observation seen) {
    List<Action> applies = new ArrayList<>();
    for (ChildObject child : Children.of(blueprint)) {
      Optional<JsonNode> actual = seen.child(child.key());
      if (actual.isEmpty()) {
        applies.add(new Action.Apply(child, Action.Apply.MISSING));
      } else if (!isDeleting(actual.get())) {
        StrayItems.patch(child.content(), actual.get())
            .ifPresent(patch -> applies.add(new Action.ReturnStrays(child.key(), patch)));
        OwnedFields.difference(child.content(), actual.get(), Labels.OPERATOR)
            .ifPresent(path -> applies.add(new Action.Apply(child, path)));
      }
    }
    return applies;
  }

  /** Disruption budgets that are not wanted: a pod under two could not be evicted at all. */
  static List<Action> surplus(Blueprint blueprint, Observation seen) {
    Set<ChildKey> wanted =
        Children.of(blueprint).stream().map(ChildObject::key).collect(Collectors.toSet());
    List<Action> deletions = new ArrayList<>();
    seen.children()
        .forEach(
            (key, child) -> {
              JsonNode metadata = child.path("metadata");
              boolean ours =
                  metadata.at("/ownerReferences/0/uid").asText().equals(blueprint.cluster().uid());
              if (key.kind().equals("PodDisruptionBudget")
                  && ours
                  && !wanted.contains(key)
                  && !isDeleting(child)) {
                deletions.add(
                    new Action.Delete(
                        key,
                        metadata.path("uid").asText(),
                        metadata.path("resourceVersion").asText(),
                        "another one is in its place"));
              }
            });
    return deletions;
  }

  static List<Action> claims(Blueprint blueprint, Observation seen) {
    List<Action> applies = new ArrayList<>();
    for (ObservedClaim claim : seen.claims()) {
      boolean kept =
          seen.child(ShardChoice.statefulSet(blueprint.cluster().name(), claim.shard())).isEmpty();
      if (claim.isDeleting() || kept) {
        continue;
      }
      ChildObject wanted =
          ShardSets.claim(blueprint, claim.name(), claim.uid(), isGrown(blueprint, claim, seen));
      OwnedFields.difference(wanted.content(), claim.content(), Labels.OPERATOR)
          .ifPresent(path -> applies.add(new Action.Apply(wanted, path)));
    }
    return applies;
  }

  /**
   * Whether the claim is to ask for more than its template; one grown by hand beyond it is left.
   */
  private static boolean isGrown(Blueprint blueprint, ObservedClaim claim, Observation seen) {
    Quantity wanted = blueprint.intent().storage().size();
    String asked = claim.content().at("/spec/resources/requests/storage").asText("0");
    Optional<Quantity> template = templateSize(blueprint.cluster().name(), claim.shard(), seen);
    return template.isPresent()
        && isLess(template.get(), wanted)
        && !isLess(wanted, new Quantity(asked));
  }

  private static boolean isLess(Quantity left, Quantity right) {
    return left.getNumericalAmount().compareTo(right.getNumericalAmount()) < 0;
  }

  private static Optional<Quantity> templateSize(String cluster, ShardId shard, Observation seen) {
    return seen.child(ShardChoice.statefulSet(cluster, shard))
        .map(set -> set.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage"))
        .filter(size -> !size.isMissingNode())
        .map(size -> new Quantity(size.asText()));
  }

  /** A value of a Secret that exists and can be used. */
  private static Optional<String> secret(String name, String key, Observation seen) {
    return seen.child(new ChildKey("Secret", name))
        .map(secret -> secret.path("data").path(key).asText())
        .flatMap(ChildSteps::decode)
        .filter(Credentials::isUsable);
  }

  private static Optional<String> decode(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isDeleting(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }
}
