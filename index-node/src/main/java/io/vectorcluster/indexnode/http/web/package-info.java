/**
 * What both HTTP servers share: a request read whole within limits, the thread it is answered on,
 * and the answer.
 *
 * <p>Invariants: the event loop only moves bytes and never waits; every connection, body, request
 * in flight and wait has a limit; a caller is authorised before the first byte of its body is read.
 */
@NullMarked
package io.vectorcluster.indexnode.http.web;

import org.jspecify.annotations.NullMarked;
