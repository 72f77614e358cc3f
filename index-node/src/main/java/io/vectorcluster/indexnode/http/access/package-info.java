/**
 * Who may do what: API keys with roles, read from mounted files and read again when they change.
 *
 * <p>Invariants: without a decision for it nothing is allowed; keys are kept as SHA-256 and
 * compared in constant time; no key is ever logged.
 */
@NullMarked
package io.vectorcluster.indexnode.http.access;

import org.jspecify.annotations.NullMarked;
