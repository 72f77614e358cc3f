package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages that go out together; those to oneself come back at once. Of one thread. */
final class PointsOutbox {
  private final StoreId self;
  private final ReplicaLinks links;
  private final Map<StoreId, List<PointsMessage>> out = new LinkedHashMap<>();
  private final Deque<PointsMessage> own = new ArrayDeque<>();

  PointsOutbox(StoreId self, ReplicaLinks links) {
    this.self = self;
    this.links = links;
  }

  void add(StoreId to, PointsMessage message) {
    if (to.equals(self)) {
      own.add(message);
    } else {
      out.computeIfAbsent(to, any -> new ArrayList<>()).add(message);
    }
  }

  /** The next message to oneself; null if there is none. */
  @Nullable PointsMessage own() {
    return own.poll();
  }

  void flush() {
    out.forEach(links::send);
    out.clear();
  }
}
