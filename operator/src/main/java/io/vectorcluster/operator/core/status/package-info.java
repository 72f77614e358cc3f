/**
 * What status and events say, as a pure function of the plan and of what was seen. Ready answers
 * "is my spec in force?", Available answers "does it serve?". Nothing changes at rest.
 */
@NullMarked
package io.vectorcluster.operator.core.status;

import org.jspecify.annotations.NullMarked;
