package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.topology.ShardId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen of one cluster at one moment.
 *
 * @param status as last written
 * @param record the VectorTopology; empty if there is none
 * @param children the objects that belong to the cluster, volume claims apart
 * @param pods in the order of their names
 * @param nodes what the pods' nodes said, by the name of the pod; a pod without an address is
 *     absent
 * @param figuresDue whether status may show other figures now: they change all the time, and each
 *     change would be a write
 * @param drawn secret values, last seen or freshly drawn, used where a Secret has none
 */
public record Observation(
    Instant now,
    VectorClusterStatus status,
    Optional<ObservedRecord> record,
    SortedMap<ChildKey, JsonNode> children,
    List<ObservedPod> pods,
    List<ObservedClaim> claims,
    SortedMap<String, NodeAnswer> nodes,
    boolean figuresDue,
    Credentials drawn) {

  public Observation {
    children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
    pods = List.copyOf(pods);
    claims = List.copyOf(claims);
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /** A child's present content. */
  public Optional<JsonNode> child(ChildKey key) {
    return Optional.ofNullable(children.get(key));
  }

  /** The pod of a shard. */
  public Optional<ObservedPod> pod(ShardId shard) {
    return pods.stream().filter(pod -> pod.shard().equals(shard)).findFirst();
  }

  /** The claim of a shard's volume. */
  public Optional<ObservedClaim> claim(ShardId shard) {
    return claims.stream().filter(claim -> claim.shard().equals(shard)).findFirst();
  }

  /** What the node of a shard said, if it said anything. */
  public Optional<NodeAnswer.Answered> answer(ShardId shard) {
    return pod(shard)
        .map(pod -> nodes.get(pod.name()))
        .flatMap(
            answer ->
                answer instanceof NodeAnswer.Answered answered
                    ? Optional.of(answered)
                    : Optional.empty());
  }

  /** All nodes that answered, by the name of the pod. */
  public Map<String, NodeAnswer.Answered> answers() {
    SortedMap<String, NodeAnswer.Answered> answers = new TreeMap<>();
    nodes.forEach(
        (pod, answer) -> {
          if (answer instanceof NodeAnswer.Answered answered) {
            answers.put(pod, answered);
          }
        });
    return answers;
  }
}
