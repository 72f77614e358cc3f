package io.vectorcluster.operator.indexnode;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.vectorcluster.operator.core.Divergence;
import io.vectorcluster.operator.core.Sighting;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.v1.StatusResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** Of calls that have ended, what those say that were answered in a way that can be read. */
final class Sightings {
  private Sightings() {}

  static Map<String, Sighting> of(Map<NodeAddress, ListenableFuture<StatusResponse>> ended) {
    Map<String, Sighting> seen = new HashMap<>();
    ended.forEach(
        (node, call) -> {
          try {
            seen.put(node.pod(), of(Objects.requireNonNull(Futures.getDone(call))));
          } catch (ExecutionException | CancellationException | IllegalArgumentException e) {
            // A node that does not answer is absent.
          }
        });
    return seen;
  }

  static Divergence divergence(StatusResponse status) {
    return new Divergence(status.getDivergentSlots(), status.getRepairedRecords());
  }

  private static Sighting of(StatusResponse status) {
    return new Sighting(
        new StoreId(Ids.uuid(status.getStoreId())),
        status.getTopologyEpoch(),
        status.getPromisedEpoch(),
        status.getReady(),
        MemberReports.of(status),
        divergence(status));
  }
}
