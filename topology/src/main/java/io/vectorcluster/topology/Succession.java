package io.vectorcluster.topology;

/** How one copy of a topology stands to another. */
public enum Succession {
  /** The same cluster and content. */
  SAME,
  /** The same cluster, a higher epoch: it is to be adopted. */
  NEWER,
  /** The same cluster, a lower epoch: it is to be ignored. */
  OLDER,
  /**
   * Another cluster or mode, or the same epoch with other content: two authors have written, or a
   * record was altered. Neither copy may be adopted; the operator settles it (protocol T1).
   */
  CONFLICTING
}
