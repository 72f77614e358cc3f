/**
 * Faults between two parties, set from the test that holds them: {@link
 * io.vectorcluster.testbed.faults.ApiServerProxy} stands before an API server and knows requests,
 * {@link io.vectorcluster.testbed.faults.LinkProxy} stands before any TCP port and knows bytes.
 *
 * <p>Invariants: without a rule a proxy changes nothing that its callers could see; connections,
 * buffers and waits have limits; closing a proxy ends all it holds, whatever it waits for.
 */
@NullMarked
package io.vectorcluster.testbed.faults;

import org.jspecify.annotations.NullMarked;
