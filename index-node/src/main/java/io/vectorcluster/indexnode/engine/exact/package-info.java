/**
 * An index that compares a query with every vector: plain enough to be believed, and therefore the
 * oracle of the tests. It answers from 32-bit floats whatever precision a space names, and serves
 * about 2,000 points as fast as a graph does.
 */
@NullMarked
package io.vectorcluster.indexnode.engine.exact;

import org.jspecify.annotations.NullMarked;
