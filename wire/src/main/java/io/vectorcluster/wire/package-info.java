/**
 * The calls of the internal port: what the operator asks of a node and nodes ask of each other.
 *
 * <p>The schemas lie under {@code src/main/proto}; their stubs are generated into {@code
 * io.vectorcluster.wire.v1}. This package maps messages to the records of {@code topology} and back
 * and carries the cluster token. What a message says is checked by the records it becomes: a
 * mapping either gives a whole record or throws {@link IllegalArgumentException} naming the field.
 *
 * <p>Every schema change must leave messages of the previous release readable: {@code
 * WireCompatibilityTest} holds the field numbers and types that were ever given out.
 */
@NullMarked
package io.vectorcluster.wire;

import org.jspecify.annotations.NullMarked;
