/** Tests of the source tree: what no compiler checks, but every reader relies on. */
@NullMarked
package io.vectorcluster.conventions;

import org.jspecify.annotations.NullMarked;
