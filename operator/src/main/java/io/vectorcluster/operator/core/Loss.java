package io.vectorcluster.operator.core;

import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Fingerprint;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A loss of data that only a human can accept (protocol T1), and the stores that would go on.
 *
 * @param epoch of the shard's entry, or of the topology, that is given up: after an accepted loss
 *     it is another one
 * @param lost stores that are not waited for any more
 * @param heirs those that go on in their place, in the order of their shards
 * @param summary for people: what is lost, in numbers
 */
public record Loss(
    Approval.Kind kind,
    ClusterId cluster,
    long epoch,
    List<StoreId> lost,
    List<Heir> heirs,
    String summary) {
  private static final String PREFIX = "loss-";

  /**
   * The store a shard goes on with.
   *
   * @param points live ones it holds
   * @param last sequence of its last log entry
   */
  public record Heir(ShardId shard, StoreId store, long points, long last) {}

  public Loss {
    lost = List.copyOf(new TreeSet<>(lost));
    heirs = List.copyOf(heirs);
  }

  /**
   * The id it is accepted by: of everything the case rests on, so that it dies with the case.
   *
   * @param spent ids that were used or withdrawn: a case that opens anew gets another one
   */
  public String id(Collection<String> spent) {
    for (int offer = 0; ; offer++) {
      String id = PREFIX + Fingerprint.of(facts(offer)).abbreviated();
      if (!spent.contains(id)) {
        return id;
      }
    }
  }

  private byte[] facts(int offer) {
    String going =
        heirs.stream()
            .map(
                heir ->
                    "%s %s %d %d".formatted(heir.shard(), heir.store(), heir.points(), heir.last()))
            .collect(Collectors.joining(","));
    return "%s|%s|%d|%s|%s|%d"
        .formatted(kind.text(), cluster, epoch, lost, going, offer)
        .getBytes(StandardCharsets.UTF_8);
  }
}
