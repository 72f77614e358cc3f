package io.vectorcluster.indexnode.engine.checkpoint;

/**
 * A file as the manifest names it.
 *
 * @param name in the checkpoint's folder
 * @param count nodes of a graph, rows, or points: checked against what reading finds
 */
public record CheckpointFile(Role role, String name, long length, int checksum, long count) {

  /** What a file holds. A graph is followed by its rows. */
  public enum Role {
    GRAPH('g'),
    ROWS('r'),
    POINTS('p');

    private final char code;

    Role(char code) {
      this.code = code;
    }

    /** As the manifest writes it. */
    char code() {
      return code;
    }

    static Role ofCode(char code) throws DamagedException {
      for (Role role : values()) {
        if (role.code == code) {
          return role;
        }
      }
      throw new DamagedException("manifest: file of unknown role");
    }
  }
}
