/**
 * The internal port: other nodes and the operator reach this node through it, and this node others
 * (gRPC, module {@code wire}).
 *
 * <p>Invariants: no call is answered without the cluster's token; every call has a deadline; what
 * is in flight to a peer and from all peers is bounded; a message is read into core values or
 * refused with the field's name. What the answers mean is decided in {@code cluster}.
 */
@NullMarked
package io.vectorcluster.indexnode.internal;

import org.jspecify.annotations.NullMarked;
