/**
 * The command line tool {@code vectorcluster}: answers questions about a cluster with the
 * operator's own decisions, before anything happens.
 *
 * <p>It reads what kubectl prints and talks to nobody. Commands parse at the border and print;
 * between, everything is a value.
 */
@NullMarked
package io.vectorcluster.cli;

import org.jspecify.annotations.NullMarked;
