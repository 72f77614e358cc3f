/** Tests of the fault proxies: one before a real API server, one before an echo. */
@NullMarked
package io.vectorcluster.testbed.faults;

import org.jspecify.annotations.NullMarked;
