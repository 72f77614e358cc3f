/**
 * The work of a node's first minute, done on nodes that are thrown away: what the Java runtime
 * learns of it is kept in the image, and a pod that starts is fast at once. Nothing here is part of
 * a node that serves.
 */
@NullMarked
package io.vectorcluster.indexnode.rehearsal;

import org.jspecify.annotations.NullMarked;
