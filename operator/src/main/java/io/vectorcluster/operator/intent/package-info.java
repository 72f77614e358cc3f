/**
 * What a user wants, as checked values. {@link io.vectorcluster.operator.intent.IntentParser} is
 * the only way in; behind it nothing is null, unknown or out of range, and defaults are filled in.
 *
 * <p>Pure: no client, clock or logger.
 */
@NullMarked
package io.vectorcluster.operator.intent;

import org.jspecify.annotations.NullMarked;
