/**
 * Puts a node together from its parts, in the order in which they can work, and takes it apart
 * again. The only package that knows all others.
 */
@NullMarked
package io.vectorcluster.indexnode.node;

import org.jspecify.annotations.NullMarked;
