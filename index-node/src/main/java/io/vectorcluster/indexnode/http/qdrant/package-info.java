/**
 * The data API: the Qdrant REST interface over {@link io.vectorcluster.indexnode.core.DataService}.
 *
 * <p>Invariants: bodies are parsed once, here, into the core's values; a field that changes the
 * answer is honoured or refused by name, never ignored; a field that is null counts as absent;
 * numbers are finite; texts have no half characters. Codes and texts are those that existing
 * clients know.
 */
@NullMarked
package io.vectorcluster.indexnode.http.qdrant;

import org.jspecify.annotations.NullMarked;
