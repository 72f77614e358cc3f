package io.vectorcluster.operator.intent;

import io.vectorcluster.topology.Sharding;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a user wants, checked and complete.
 *
 * @param version set by the user; empty: the one the cluster was born with
 * @param image set by the user, perhaps without a tag; empty: the operator's repository
 * @param shards at least one and at most a tenth of the slots
 * @param approvals ids of losses and plans that are accepted, see {@code status.pendingApprovals}
 */
public record Intent(
    Optional<String> version,
    Optional<String> image,
    RunPolicy runPolicy,
    int shards,
    Replication replication,
    Sharding sharding,
    CollectionDefaults collectionDefaults,
    Storage storage,
    PodResources resources,
    Spread spread,
    Reads reads,
    Rebalance rebalance,
    Authentication authentication,
    SortedSet<String> approvals) {

  public Intent {
    approvals = Collections.unmodifiableSortedSet(new TreeSet<>(approvals));
  }

  /** The same with another run policy. */
  public Intent withRunPolicy(RunPolicy policy) {
    return new Intent(
        version,
        image,
        policy,
        shards,
        replication,
        sharding,
        collectionDefaults,
        storage,
        resources,
        spread,
        reads,
        rebalance,
        authentication,
        approvals);
  }

  /** The release this cluster's pods run, given the one it was born with. */
  public String versionOr(String bornWith) {
    return version.orElse(bornWith);
  }

  /** The full reference of the image, given the defaults. */
  public String imageReference(Release release, String bornWith) {
    String tag = versionOr(bornWith);
    return image
        .map(reference -> hasTag(reference) ? reference : reference + ":" + tag)
        .orElseGet(() -> release.imageRepository() + ":" + tag);
  }

  /** A colon before the last slash belongs to a port. */
  private static boolean hasTag(String reference) {
    return reference.indexOf('@') >= 0
        || reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
  }
}
