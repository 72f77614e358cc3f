package io.vectorcluster.indexnode.core;

import java.time.Duration;

/**
 * How far another replica of the shard is behind this one, its primary.
 *
 * @param replica its store
 * @param host where it answers
 * @param entries of the log that it has not acknowledged; all of them while it is not equal
 * @param behind since it last had acknowledged everything; zero if it has
 */
public record ReplicaLag(String replica, String host, long entries, Duration behind) {}
