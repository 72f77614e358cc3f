package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.StoreFormatting;
import io.vectorcluster.indexnode.store.StoreOpening;
import io.vectorcluster.indexnode.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the stores below a node's data directory. */
final class NodeStores {
  /** It holds the catalog and its log. */
  private static final StoreOptions RECORD_MEMORY = new StoreOptions(4 << 20, 1 << 20);

  private NodeStores() {}

  /** The store of the shard's own record, in a mode without a primary; it has the same id. */
  static ShardStore openRecord(NodeConfig config, NodeIdentity identity, ShardStore store) {
    Path directory = config.storage().dataDirectory().resolve("record");
    StoreFormatting formatting = new StoreFormatting(store.storeId(), identity.release());
    try {
      ShardStore record = open(directory, RECORD_MEMORY, formatting);
      if (!record.storeId().equals(store.storeId())) {
        record.close();
        throw new NodeStartException(
            "--data: %s is of another store than the one beside it: remove it"
                .formatted(directory));
      }
      return record;
    } catch (NodeStartException e) {
      throw new IllegalStateException(e);
    }
  }

  static ShardStore open(NodeConfig config, NodeIdentity identity, MemoryBudget memory)
      throws NodeStartException {
    return open(
        config.storage().dataDirectory().resolve("store"),
        StoreOptions.within(memory.storeBytes()),
        new StoreFormatting(identity.newStore(), identity.release()));
  }

  private static ShardStore open(Path directory, StoreOptions options, StoreFormatting formatting)
      throws NodeStartException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new NodeStartException(
          "--data: %s cannot be made or written: %s".formatted(directory, e.getMessage()), e);
    }
    return switch (ShardStore.open(directory, options, formatting)) {
      case StoreOpening.Opened opened -> opened.store();
      case StoreOpening.Refused refused -> throw new NodeStartException(refused.message());
    };
  }
}
