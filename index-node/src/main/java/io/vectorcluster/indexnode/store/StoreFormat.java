package io.vectorcluster.indexnode.store;

/** The layout of what is on disk, as one number. */
public final class StoreFormat {
  /** The format this release writes and the only one it reads. */
  public static final int NUMBER = 2;

  private StoreFormat() {}

  /** Why a store of another format is not opened, and what opens it. */
  static String refusal(String where, int format, String writtenBy, String thisRelease) {
    return "store %s: has format %d, written by release %s; this release (%s) reads format %d: start release %s on it, or give this one an empty directory"
        .formatted(where, format, writtenBy, thisRelease, NUMBER, writtenBy);
  }
}
