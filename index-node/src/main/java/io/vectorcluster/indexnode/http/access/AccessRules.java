package io.vectorcluster.indexnode.http.access;

import java.util.List;

/** How a node decides whom to answer. */
public sealed interface AccessRules {
  /** Everybody: {@code VECTORCLUSTER_AUTHENTICATION=None}. */
  record Open() implements AccessRules {}

  /** Callers on the same machine only: no keys are configured. */
  record LocalOnly() implements AccessRules {}

  /** Callers with one of these keys; with none of them nobody, not even on the same machine. */
  record Keys(List<ApiKey> keys) implements AccessRules {
    public Keys {
      keys = List.copyOf(keys);
    }
  }
}
