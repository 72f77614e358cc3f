package io.vectorcluster.operator.intent;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Quantity;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec.RetentionPolicy;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Intent} of a spec, or says why not.
 *
 * <p>The same rules, defaults and messages stand in the CRD, where the API server applies them at
 * the first moment; here they hold also under an older CRD. Rules that compare with what was there
 * before are in {@link #checkChange}.
 */
public final class IntentParser {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern VERSION =
      Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]*");
  private static final Pattern CLASS_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final Pattern APPROVAL = Pattern.compile("[a-z]+-[0-9a-f]{10}");
  private static final int MAX_APPROVAL = 64;
  private static final int MAX_APPROVALS = 16;
  private static final int MAX_NAME = 40;
  private static final int MAX_SHARDS = 1024;
  private static final int SLOTS_PER_SHARD = 10;

  /** What a spec without anything means. */
  public static final Intent DEFAULTS = defaults();

  private IntentParser() {}

  /** Reads a spec; null is one without anything. */
  public static ParsedIntent parse(String name, @Nullable VectorClusterSpec given) {
    VectorClusterSpec spec = requireNonNullElse(given, VectorClusterSpec.EMPTY);
    Checks checks = new Checks();
    checks.require(
        name.length() <= MAX_NAME && NAME.matcher(name).matches(),
        "metadata.name",
        "use at most 40 characters and no dots (children add -shard-NNNN and must stay valid"
            + " labels)");
    Optional<String> version =
        checks.text(
            "version",
            spec.version(),
            VERSION,
            64,
            "use a semantic version such as 0.1.0, without a leading v");
    Optional<String> image =
        checks.text(
            "image",
            spec.image(),
            IMAGE,
            512,
            "use a reference such as registry.example/vectorcluster/index-node:0.1.0");
    RunPolicy runPolicy =
        checks.choice("runPolicy", spec.runPolicy(), Choices.RUN_POLICIES, RunPolicy.RUNNING);
    int shards = checks.range("shards", spec.shards(), 1, MAX_SHARDS, 1);
    Replication replication = ReplicationParser.parse(checks, spec.replication());
    Sharding sharding = sharding(checks, spec.sharding());
    checks.require(
        shards * SLOTS_PER_SHARD <= sharding.slots().count(),
        "shards",
        "use at most a tenth of sharding.slots, else slots cannot be balanced; sharding.slots is"
            + " fixed at creation: create a cluster with more slots");
    CollectionDefaults defaults = collectionDefaults(checks, spec.collectionDefaults());
    Storage storage = storage(checks, spec.storage());
    PodResources resources = resources(checks, spec.resources());
    Spread spread = spread(checks, spec.spread());
    Reads reads = ReadsParser.parse(checks, spec.reads(), replication.mode());
    Rebalance rebalance = RebalanceParser.parse(checks, spec.rebalance());
    Authentication authentication =
        checks.choice(
            "access.authentication",
            spec.access() == null ? null : spec.access().authentication(),
            Choices.AUTHENTICATIONS,
            Authentication.API_KEY);
    SortedSet<String> approvals = approvals(checks, spec.approvals());
    if (!checks.violations().isEmpty()) {
      return new ParsedIntent.Invalid(checks.violations());
    }
    return new ParsedIntent.Accepted(
        new Intent(
            version,
            image,
            runPolicy,
            shards,
            replication,
            sharding,
            defaults,
            storage,
            resources,
            spread,
            reads,
            rebalance,
            authentication,
            approvals));
  }

  /** What an accepted spec may not have become, given the one before it. */
  public static ParsedIntent checkChange(Intent before, Intent now) {
    Checks checks = new Checks();
    checks.require(
        now.sharding().equals(before.sharding()),
        "sharding",
        "cannot be changed; create a new cluster with the other values and copy the data");
    ReplicationParser.checkChange(checks, before.replication(), now.replication());
    checks.require(
        Checks.compare(now.storage().size(), before.storage().size()) >= 0,
        "storage.size",
        "can only grow; to shrink, create a new cluster and copy the data");
    checks.require(
        now.storage().storageClassName().equals(before.storage().storageClassName()),
        "storage.storageClassName",
        "cannot be changed; create a new cluster and copy the data");
    return checks.violations().isEmpty()
        ? new ParsedIntent.Accepted(now)
        : new ParsedIntent.Invalid(checks.violations());
  }

  private static SortedSet<String> approvals(Checks checks, @Nullable List<String> given) {
    SortedSet<String> approvals = new TreeSet<>(given == null ? List.of() : given);
    checks.require(
        approvals.size() <= MAX_APPROVALS,
        "approvals",
        "Too many: must have at most 16 items; those that are not in status.pendingApprovals any"
            + " more can go");
    checks.require(
        approvals.stream()
            .allMatch(id -> id.length() <= MAX_APPROVAL && APPROVAL.matcher(id).matches()),
        "approvals",
        "each must be an id of status.pendingApprovals, such as loss-0123456789");
    return approvals;
  }

  private static Spread spread(Checks checks, VectorClusterSpec.@Nullable Spread given) {
    return given == null
        ? Spread.PREFERRED
        : new Spread(
            checks.choice("spread.nodes", given.nodes(), Choices.FORCES, Spread.Force.PREFERRED),
            checks.choice("spread.zones", given.zones(), Choices.FORCES, Spread.Force.PREFERRED));
  }

  private static Sharding sharding(Checks checks, VectorClusterSpec.@Nullable Sharding given) {
    if (given == null) {
      return Sharding.DEFAULT;
    }
    int wanted = requireNonNullElse(given.slots(), Sharding.DEFAULT.slots().count());
    Optional<SlotCount> slots = Choices.slotCount(wanted);
    checks.require(slots.isPresent(), "sharding.slots", "use 1024, 4096 or 16384");
    AssignmentStrategy strategy =
        checks.choice(
            "sharding.assignment",
            given.assignment(),
            Choices.ASSIGNMENTS,
            Sharding.DEFAULT.strategy());
    int virtualNodes =
        checks.range(
            "sharding.virtualNodes",
            given.virtualNodes(),
            1,
            Sharding.MAX_VIRTUAL_NODES,
            Sharding.DEFAULT_VIRTUAL_NODES);
    return new Sharding(slots.orElse(Sharding.DEFAULT.slots()), strategy, virtualNodes);
  }

  private static CollectionDefaults collectionDefaults(
      Checks checks, VectorClusterSpec.@Nullable CollectionDefaults given) {
    VectorClusterSpec.CollectionDefaults spec =
        requireNonNullElse(given, new VectorClusterSpec.CollectionDefaults(null, null, null));
    VectorClusterSpec.Hnsw hnsw =
        requireNonNullElse(spec.hnsw(), new VectorClusterSpec.Hnsw(null, null, null));
    checks.choice(
        "collectionDefaults.partitioning.method",
        spec.partitioning() == null ? null : spec.partitioning().method(),
        Choices.PARTITIONINGS,
        Choices.HASH);
    return new CollectionDefaults(
        checks.choice(
            "collectionDefaults.precision",
            spec.precision(),
            Choices.PRECISIONS,
            Precision.BFLOAT16),
        checks.range("collectionDefaults.hnsw.m", hnsw.m(), 4, 64, 16),
        checks.range("collectionDefaults.hnsw.efConstruct", hnsw.efConstruct(), 8, 2048, 128),
        checks.range("collectionDefaults.hnsw.ef", hnsw.ef(), 8, 4096, 64));
  }

  private static Storage storage(Checks checks, VectorClusterSpec.@Nullable Storage given) {
    VectorClusterSpec.Storage spec =
        requireNonNullElse(given, new VectorClusterSpec.Storage(null, null, null));
    RetentionPolicy retention =
        requireNonNullElse(spec.retentionPolicy(), new RetentionPolicy(null, null));
    return new Storage(
        checks.quantity("storage.size", spec.size(), "1Gi", "10Gi"),
        checks.text(
            "storage.storageClassName",
            spec.storageClassName(),
            CLASS_NAME,
            253,
            "use the name of a StorageClass, or leave it out for the default class"),
        checks.choice(
            "storage.retentionPolicy.whenDeleted",
            retention.whenDeleted(),
            Choices.RETENTIONS,
            Retention.RETAIN),
        checks.choice(
            "storage.retentionPolicy.whenScaled",
            retention.whenScaled(),
            Choices.RETENTIONS,
            Retention.DELETE));
  }

  private static PodResources resources(
      Checks checks, VectorClusterSpec.@Nullable Resources given) {
    if (given == null) {
      return DEFAULTS.resources();
    }
    SortedMap<String, Quantity> requests =
        checks.quantities("resources.requests", given.requests());
    SortedMap<String, Quantity> limits = checks.quantities("resources.limits", given.limits());
    checks.require(
        given.limits() != null && given.limits().containsKey("memory"),
        "resources.limits.memory",
        "is required, as capacity is computed from it; set it, for example to 2Gi");
    @Nullable Quantity memory = limits.get("memory");
    checks.require(
        memory == null || Checks.compare(memory, new Quantity("512Mi")) >= 0,
        "resources.limits.memory",
        "use at least 512Mi, below that a node does not start");
    requests.forEach(
        (resource, request) -> {
          @Nullable Quantity limit = limits.get(resource);
          checks.require(
              limit == null || Checks.compare(request, limit) <= 0,
              "resources.requests",
              "a request exceeds its limit; lower the request or raise the limit");
        });
    return new PodResources(requests, limits);
  }

  private static Intent defaults() {
    return new Intent(
        Optional.empty(),
        Optional.empty(),
        RunPolicy.RUNNING,
        1,
        Replication.SINGLE,
        Sharding.DEFAULT,
        new CollectionDefaults(Precision.BFLOAT16, 16, 128, 64),
        new Storage(new Quantity("10Gi"), Optional.empty(), Retention.RETAIN, Retention.DELETE),
        new PodResources(
            new TreeMap<>(Map.of("cpu", new Quantity("500m"), "memory", new Quantity("2Gi"))),
            new TreeMap<>(Map.of("memory", new Quantity("2Gi")))),
        Spread.PREFERRED,
        Reads.DEFAULT,
        Rebalance.DEFAULT,
        Authentication.API_KEY,
        new TreeSet<>());
  }
}
