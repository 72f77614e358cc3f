package io.vectorcluster.operator.core;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A case of the planner: a cluster and what is seen of it, in the short form of the scenario files.
 *
 * <pre>
 * status:   the status as last written (absent: unseen)
 * record:   {version, accepted, approvals, epoch, shards, altered, ...}   (absent: there is no VectorTopology)
 * children: {of: shards, without: [Kind/name], edit: [{object, at, to}], outdated: [shards]}
 * pods:     {place: {ready, trouble, revision, deleting, node, zone}}
 * claims:   {place: {phase, size}}
 * nodes:    {place: silent} or {place: {store, epoch, shards, points, collections, cluster, says,
 *           disk, memory}}, the last two being limits in bytes: a point takes 1,000 and 2,000;
 *           where {adopted: true} stands for the epoch and the shards of the record
 * says:     {epoch, serving, silent, lost, ready, primarySilent, last, moves}, its word about its
 *           shard
 * </pre>
 *
 * <p>A place is a shard, meaning its pod 0, or shard-ordinal; topologies are those of {@link
 * ScenarioTopology}.
 */
final class Scenario {
  static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER))
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Release RELEASE =
      new Release("registry.example/vectorcluster/index-node", "0.1.0");
  static final String UID = "11111111-2222-4333-8444-555555555555";

  private final ObjectNode cluster;
  private final JsonNode given;
  private final ClusterIdentity identity;

  private Scenario(ObjectNode cluster, JsonNode given) {
    this.cluster = cluster;
    this.given = given;
    JsonNode metadata = cluster.path("metadata");
    this.identity =
        new ClusterIdentity(
            "default",
            metadata.path("name").asText(),
            UID,
            metadata.path("generation").asLong(1),
            metadata.path("deleting").asBoolean());
  }

  static Scenario read(Path folder) {
    return new Scenario(
        (ObjectNode) yaml(folder.resolve("in-cluster.yaml")),
        yaml(folder.resolve("in-observation.yaml")));
  }

  static JsonNode yaml(Path file) {
    try {
      JsonNode content = YAML.readTree(Files.readString(file));
      return content.isMissingNode() || content.isNull() ? YAML.createObjectNode() : content;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  Request request() {
    return new Request(identity, convert(cluster.path("spec"), VectorClusterSpec.class), RELEASE);
  }

  Observation observation() {
    List<ObservedPod> pods = new ArrayList<>();
    given.path("pods").properties().forEach(e -> pods.add(pod(e.getKey(), e.getValue())));
    List<ObservedClaim> claims = new ArrayList<>();
    given.path("claims").properties().forEach(e -> claims.add(claim(e.getKey(), e.getValue())));
    SortedMap<String, NodeAnswer> nodes = new TreeMap<>();
    given
        .path("nodes")
        .properties()
        .forEach(e -> nodes.put(podName(e.getKey()), answer(e.getKey(), e.getValue())));
    VectorClusterStatus status =
        given.has("status")
            ? convert(given.path("status"), VectorClusterStatus.class)
            : VectorClusterStatus.UNSEEN;
    return new Observation(
        NOW,
        status,
        record(),
        new ScenarioChildren(request(), given.path("children")).build(),
        pods,
        claims,
        nodes,
        true,
        new Credentials(
            "internal-token-000000000000000000000",
            "admin-key-00000000000000000000000000",
            "write-key-00000000000000000000000000"));
  }

  private Optional<ObservedRecord> record() {
    JsonNode record = given.path("record");
    if (record.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode accepted = record.has("accepted") ? record.path("accepted") : cluster.path("spec");
    Optional<TopologyRecord> topology = Optional.empty();
    if (record.has("epoch")) {
      TopologyRecord written = RecordCodec.encode(topology(record, identity.clusterId()));
      ObjectNode altered = YAML.valueToTree(written);
      record.path("altered").properties().forEach(e -> altered.set(e.getKey(), e.getValue()));
      topology = Optional.of(convert(altered, TopologyRecord.class));
    }
    return Optional.of(
        new ObservedRecord(
            "7",
            new VectorTopologySpec(
                record.path("version").asText("0.1.0"),
                convert(accepted, VectorClusterSpec.class),
                record.has("approvals") ? YAML.convertValue(record.path("approvals"), LIST) : null,
                record.has("rebuilding") ? record.path("rebuilding").asLong() : null),
            topology));
  }

  private Topology topology(JsonNode node, ClusterId id) {
    return ScenarioTopology.of(identity, id, node);
  }

  private ObservedPod pod(String place, JsonNode pod) {
    return new ObservedPod(
        podName(place),
        shard(place),
        ordinal(place),
        "pod-uid-" + place,
        pod.path("revision").asText("r1"),
        pod.path("ready").asBoolean(true),
        pod.path("deleting").asBoolean(false),
        pod.path("node").isNull() ? Optional.empty() : Optional.of("node-a"),
        Optional.ofNullable(pod.path("zone").asText(null)),
        Optional.ofNullable(pod.path("trouble").asText(null)));
  }

  private ObservedClaim claim(String place, JsonNode claim) {
    String name = "data-" + podName(place);
    ObjectNode content = YAML.createObjectNode();
    content.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
    content
        .putObject("metadata")
        .put("name", name)
        .put("namespace", "default")
        .put("uid", "claim-uid-" + place)
        .put("resourceVersion", "3");
    content
        .withObject("/spec/resources/requests")
        .put("storage", claim.path("size").asText("10Gi"));
    content.withObject("/status").put("phase", claim.path("phase").asText("Bound"));
    return new ObservedClaim(name, shard(place), ordinal(place), content);
  }

  private NodeAnswer answer(String place, JsonNode node) {
    if (node.isTextual()) {
      return new NodeAnswer.Silent(node.asText());
    }
    int number =
        node.path("store").asInt(ScenarioTopology.storeOf(shard(place).value(), ordinal(place)));
    StoreId store = ScenarioTopology.store(number);
    ClusterId id =
        node.has("cluster") ? ClusterId.parse(node.path("cluster").asText()) : identity.clusterId();
    JsonNode says = node.path("says");
    Optional<MemberReport> word =
        says.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new MemberReport(
                    store,
                    says.path("epoch").asLong(1),
                    says.path("serving").asBoolean(),
                    ScenarioTopology.stores(says.path("silent")),
                    ScenarioTopology.stores(says.path("lost")),
                    ScenarioTopology.stores(says.path("ready")),
                    says.path("primarySilent").asBoolean(),
                    says.path("last").asLong(),
                    ScenarioMoves.reports(
                        ScenarioTopology.SHARDING, given.path("record"), says.path("moves"))));
    return new NodeAnswer.Answered(
        store,
        copy(node, id),
        node.path("promised").asLong(0),
        copy(node, id).isPresent(),
        List.of(),
        word,
        node.path("points").asLong(0),
        node.path("collections").asInt(0),
        new Holdings(
            node.path("points").asLong(0) * 1000,
            node.path("disk").asLong(0),
            node.path("points").asLong(0) * 2000,
            node.path("memory").asLong(0)),
        new Divergence(node.path("divergent").asInt(0), node.path("repaired").asLong(0)));
  }

  private Optional<Topology> copy(JsonNode node, ClusterId id) {
    if (node.path("adopted").asBoolean()) {
      return Optional.of(topology(given.path("record"), id));
    }
    return node.has("epoch") ? Optional.of(topology(node, id)) : Optional.empty();
  }

  private String podName(String place) {
    return Names.pod(identity.name(), shard(place), ordinal(place));
  }

  private static ShardId shard(String place) {
    int dash = place.indexOf('-');
    return ShardId.parse(dash < 0 ? place : place.substring(0, dash));
  }

  private static int ordinal(String place) {
    int dash = place.indexOf('-');
    return dash < 0 ? 0 : Integer.parseInt(place.substring(dash + 1));
  }

  private static <T> T convert(JsonNode node, Class<T> type) {
    return YAML.convertValue(node.isMissingNode() ? YAML.createObjectNode() : node, type);
  }
}
