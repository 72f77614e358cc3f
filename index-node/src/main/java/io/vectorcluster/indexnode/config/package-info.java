/**
 * The settings of a node: from its arguments, its environment and its {@code config.json}, in this
 * order of precedence.
 *
 * <p>Invariants: settings are parsed once, before anything starts; an unknown key is an error that
 * names it; a default is written in one place.
 */
@NullMarked
package io.vectorcluster.indexnode.config;

import org.jspecify.annotations.NullMarked;
