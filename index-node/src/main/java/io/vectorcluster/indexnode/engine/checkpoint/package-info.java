/**
 * Checkpoints of an index: a folder of files and a manifest that is written last.
 *
 * <p>Invariants: a file is never changed once the manifest names it; names are never used twice in
 * a folder; the manifest changes by an atomic rename after everything it names is synced; what the
 * manifest does not name is rubbish of an interrupted checkpoint and is removed by the next. Every
 * byte, the manifest's included, is covered by a CRC32C.
 */
@NullMarked
package io.vectorcluster.indexnode.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
