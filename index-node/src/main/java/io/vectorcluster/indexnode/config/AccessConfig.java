package io.vectorcluster.indexnode.config;

import java.nio.file.Path;

/** Whom the data API answers. */
public sealed interface AccessConfig {
  /** Everybody: {@code VECTORCLUSTER_AUTHENTICATION=None}, for closed networks. */
  record Open() implements AccessConfig {}

  /** Callers on the same machine: no keys are configured. */
  record LocalOnly() implements AccessConfig {}

  /**
   * Callers with a key.
   *
   * @param directory {@code access.keysDirectory} or {@code VECTORCLUSTER_KEYS_DIR}: each file
   *     {@code <name>.read}, {@code <name>.write} or {@code <name>.admin} holds one key of at least
   *     16 characters. Files may be added, changed and removed at any time: they are read again
   *     every second. Names that begin with a dot are ignored
   */
  record KeyFiles(Path directory) implements AccessConfig {}
}
