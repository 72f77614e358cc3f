/**
 * Tests of the testbed: its provider scripts against recorded commands, its clusters on the machine
 * itself.
 */
@NullMarked
package io.vectorcluster.testbed;

import org.jspecify.annotations.NullMarked;
