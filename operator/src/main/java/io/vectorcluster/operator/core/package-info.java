/**
 * The decisions of the operator: a pure function from what is wanted and what was seen to a plan.
 *
 * <p>Nothing here imports a client, a clock, a logger or a thread. Time and random values are
 * fields of the {@link io.vectorcluster.operator.core.Observation}. What is not done has a {@link
 * io.vectorcluster.operator.core.Blocker} with a stable id, which status shows.
 */
@NullMarked
package io.vectorcluster.operator.core;

import org.jspecify.annotations.NullMarked;
