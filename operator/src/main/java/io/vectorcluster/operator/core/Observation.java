package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
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

  /** The pods of a shard, by their ordinals. */
  public List<ObservedPod> pods(ShardId shard) {
    return pods.stream()
        .filter(pod -> pod.shard().equals(shard))
        .sorted(Comparator.comparingInt(ObservedPod::ordinal))
        .toList();
  }

  /** One pod of a shard. */
  public Optional<ObservedPod> pod(ShardId shard, int ordinal) {
    return pods.stream()
        .filter(pod -> pod.shard().equals(shard) && pod.ordinal() == ordinal)
        .findFirst();
  }

  /** The claims of a shard's volumes. */
  public List<ObservedClaim> claims(ShardId shard) {
    return claims.stream().filter(claim -> claim.shard().equals(shard)).toList();
  }

  /** What a pod's node said, if it said anything. */
  public Optional<NodeAnswer.Answered> answer(ObservedPod pod) {
    return nodes.get(pod.name()) instanceof NodeAnswer.Answered answered
        ? Optional.of(answered)
        : Optional.empty();
  }

  /** What the node of one of a shard's pods said, if it said anything. */
  public Optional<NodeAnswer.Answered> answer(ShardId shard, int ordinal) {
    return pod(shard, ordinal).flatMap(this::answer);
  }

  /** What a store said, whichever of a shard's pods has it. */
  public Optional<NodeAnswer.Answered> answer(ShardId shard, StoreId store) {
    return podOf(shard, store).flatMap(this::answer);
  }

  /** The pod of a shard that has answered with a store. */
  public Optional<ObservedPod> podOf(ShardId shard, StoreId store) {
    return pods.stream()
        .filter(pod -> pod.shard().equals(shard))
        .filter(pod -> answer(pod).filter(a -> a.store().equals(store)).isPresent())
        .min(Comparator.comparingInt(ObservedPod::ordinal));
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
