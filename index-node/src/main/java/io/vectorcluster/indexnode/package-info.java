/** The program: its command line and the process around a node. */
@NullMarked
package io.vectorcluster.indexnode;

import org.jspecify.annotations.NullMarked;
