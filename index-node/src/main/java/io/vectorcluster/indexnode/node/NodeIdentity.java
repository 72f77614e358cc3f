package io.vectorcluster.indexnode.node;

import io.vectorcluster.topology.StoreId;
import java.nio.file.Path;

/**
 * What is particular to this process.
 *
 * @param incarnation drawn when the process started (protocol V2)
 * @param newStore the id a store gets if it has to be formatted (T3)
 * @param name of the pod or host, for messages
 * @param release of this software
 * @param tokenFile the cluster's token; looked at by a node of a cluster only
 */
public record NodeIdentity(
    long incarnation, StoreId newStore, String name, String release, Path tokenFile) {}
