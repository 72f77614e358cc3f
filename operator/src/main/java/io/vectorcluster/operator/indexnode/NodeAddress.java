package io.vectorcluster.operator.indexnode;

/**
 * Where a pod's node answers.
 *
 * @param pod its name
 * @param uid of the pod's life: an address may belong to another pod later
 * @param host IP address
 */
public record NodeAddress(String pod, String uid, String host, int port) {}
