package io.vectorcluster.operator.intent;

/**
 * How slots move when the shards change.
 *
 * @param maxConcurrentMoves slots under way at the same time
 */
public record Rebalance(Mode mode, int maxConcurrentMoves) {

  /** What a spec without anything means. */
  public static final Rebalance DEFAULT = new Rebalance(Mode.AUTOMATIC, 2);

  /** Who lets a plan begin. */
  public enum Mode {
    AUTOMATIC("Automatic"),
    APPROVE("Approve"),
    DISABLED("Disabled");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** As it stands in the API. */
    public String text() {
      return text;
    }
  }
}
