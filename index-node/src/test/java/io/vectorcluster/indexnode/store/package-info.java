/** Tests of the store, on a real RocksDB in temporary directories. */
@NullMarked
package io.vectorcluster.indexnode.store;

import org.jspecify.annotations.NullMarked;
