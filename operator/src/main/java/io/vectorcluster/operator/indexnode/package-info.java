/**
 * The operator's side of the internal port: asks index nodes for their state and gives them the
 * topology. A shell: it decides nothing, and silence is an answer like others.
 */
@NullMarked
package io.vectorcluster.operator.indexnode;

import org.jspecify.annotations.NullMarked;
