package io.vectorcluster.operator.indexnode;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TokenClientInterceptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection a pod, and the last topology it showed. Connections that are not used close by
 * themselves; beyond {@link #MOST} the one unused for longest goes.
 */
final class NodeChannels implements AutoCloseable {
  private static final int MOST = 4096;
  private static final long IDLE_SECONDS = 60;
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private static final class Entry {
    private final NodeAddress node;
    private final ManagedChannel channel;
    private @Nullable Topology topology;

    Entry(NodeAddress node, ManagedChannel channel) {
      this.node = node;
      this.channel = channel;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** A connection that sends the token with each call. */
  Channel to(NodeAddress node, String token) {
    return ClientInterceptors.intercept(
        entry(node).channel, new TokenClientInterceptor(() -> List.of(token)));
  }

  synchronized Optional<Topology> lastTopology(NodeAddress node) {
    return Optional.ofNullable(entry(node).topology);
  }

  synchronized void remember(NodeAddress node, Topology topology) {
    entry(node).topology = topology;
  }

  private synchronized Entry entry(NodeAddress node) {
    @Nullable Entry known = entries.get(node.uid());
    if (known != null && known.node.equals(node)) {
      return known;
    }
    if (known != null) {
      known.channel.shutdownNow();
    }
    Entry entry = new Entry(node, open(node));
    entries.put(node.uid(), entry);
    if (entries.size() > MOST) {
      String eldest = entries.keySet().iterator().next();
      @Nullable Entry gone = entries.remove(eldest);
      if (gone != null) {
        gone.channel.shutdownNow();
      }
    }
    return entry;
  }

  private static ManagedChannel open(NodeAddress node) {
    return ManagedChannelBuilder.forAddress(node.host(), node.port())
        .usePlaintext()
        .idleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }

  @Override
  public synchronized void close() {
    new ArrayList<>(entries.values()).forEach(entry -> entry.channel.shutdownNow());
    entries.clear();
  }
}
