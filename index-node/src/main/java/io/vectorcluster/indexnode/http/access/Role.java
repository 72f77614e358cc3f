package io.vectorcluster.indexnode.http.access;

/** What a key allows; each role holds those before it. */
public enum Role {
  /** Search, retrieve, scroll, count, list. */
  READ,
  /**
   * Also points and collections: who may delete every point may as well delete the collection, and
   * applications create their own.
   */
  WRITE,
  /** Also what concerns the node and not its data. */
  ADMIN;

  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
