/**
 * Where data lives: slots, the hash ring, the assignment of slots to shards and the topology record
 * that carries them.
 *
 * <p>Pure values and functions, shared by the operator, the index node and the command line. The
 * package knows {@code java.*} only, reads no clock and draws no random number.
 */
@NullMarked
package io.vectorcluster.topology;

import org.jspecify.annotations.NullMarked;
