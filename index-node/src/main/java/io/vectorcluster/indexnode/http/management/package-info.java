/**
 * The management port: is the node alive, is it ready, what does it hold and do.
 *
 * <p>Invariants: nothing here changes state, and no answer holds a caller's data.
 */
@NullMarked
package io.vectorcluster.indexnode.http.management;

import org.jspecify.annotations.NullMarked;
