package io.vectorcluster.indexnode.config;

import io.vectorcluster.indexnode.core.CollectionConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All settings of a node.
 *
 * @param shard empty for a standalone node
 * @param firstCollection {@code index}: collection {@link #FIRST_COLLECTION} of an empty standalone
 *     node; empty if the section is absent
 * @param defaultsFile {@code VECTORCLUSTER_DEFAULTS_FILE}: see {@link DefaultsFile}
 * @param replicationFile {@code VECTORCLUSTER_REPLICATION_FILE}: see {@link ReplicationFile}
 * @param readsFile {@code VECTORCLUSTER_READS_FILE}: see {@link ReadsFile}
 */
public record NodeConfig(
    ServerConfig server,
    StorageConfig storage,
    AccessConfig access,
    Optional<ShardSeat> shard,
    Optional<CollectionConfig> firstCollection,
    Optional<Path> defaultsFile,
    Optional<Path> replicationFile,
    Optional<Path> readsFile) {
  public static final String FIRST_COLLECTION = "default";

  public boolean standalone() {
    return shard.isEmpty();
  }
}
