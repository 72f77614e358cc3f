/**
 * What a cluster has room for: one formula for the tool that plans a cluster, for whether fewer
 * shards would do, and for what status says. Pure arithmetic, in bytes.
 */
@NullMarked
package io.vectorcluster.operator.core.capacity;

import org.jspecify.annotations.NullMarked;
