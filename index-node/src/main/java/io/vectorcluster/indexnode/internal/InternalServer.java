package io.vectorcluster.indexnode.internal;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.vectorcluster.indexnode.cluster.CatalogKeeper;
import io.vectorcluster.indexnode.cluster.CatalogReader;
import io.vectorcluster.indexnode.cluster.GuardedShard;
import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.TokenServerInterceptor;
import io.vectorcluster.wire.Tokens;
import io.vectorcluster.wire.WireLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The internal port of a node in a cluster. */
public final class InternalServer implements AutoCloseable {
  /** Calls of all peers together. */
  private static final int MAX_IN_FLIGHT = 512;

  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LEAST_KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Server server;
  private final ExecutorService threads;
  private final int port;

  private InternalServer(Server server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
    this.port = server.getPort();
  }

  /** What the port gives access to. */
  public record Parts(
      StoreId store,
      GuardedShard shard,
      TopologyHolder topologies,
      CatalogReader catalog,
      CatalogKeeper keeper,
      ReplicaInbox inbox,
      Supplier<NodeReport> report) {}

  /**
   * Opens the port.
   *
   * @param port 0 for a free one
   * @throws IOException if the port is taken
   */
  public static InternalServer start(int port, Tokens tokens, Parts parts, InstantSource clock)
      throws IOException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ShardDataService data = new ShardDataService(parts.shard(), parts.topologies(), clock);
    NodeAdminService admin =
        new NodeAdminService(
            parts.shard().shard(),
            parts.store(),
            parts.topologies(),
            parts.catalog(),
            parts.report());
    CatalogCalls catalog = new CatalogCalls(parts.keeper(), parts.catalog(), clock);
    Server server =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
            .executor(threads)
            .addService(ServerInterceptors.intercept(data, new InFlightLimit(MAX_IN_FLIGHT)))
            // The operator and the catalog get through however busy the shard is.
            .addService(admin)
            .addService(new ReplicationService(parts.shard().shard(), parts.inbox()))
            .addService(ServerInterceptors.intercept(catalog, new InFlightLimit(MAX_IN_FLIGHT)))
            .intercept(new TokenServerInterceptor(tokens))
            .maxInboundMessageSize(WireLimits.MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(WireLimits.MAX_METADATA_BYTES)
            .handshakeTimeout(HANDSHAKE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveTime(LEAST_KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .build();
    try {
      return new InternalServer(server.start(), threads);
    } catch (IOException e) {
      threads.close();
      throw new IOException(
          "server.internalPort %d cannot be opened: choose another or stop who holds it"
              .formatted(port),
          e);
    }
  }

  /** The port that was opened. */
  public int port() {
    return port;
  }

  /** Takes no more calls, waits some seconds for those at work and closes. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
