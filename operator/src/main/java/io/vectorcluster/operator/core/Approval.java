package io.vectorcluster.operator.core;

/**
 * What a human is asked to accept.
 *
 * @param id to be added to {@code spec.approvals}
 * @param summary what is lost, or moves
 */
public record Approval(String id, Kind kind, String summary) {

  /** What would happen. */
  public enum Kind {
    /** A shard begins without any data. */
    EMPTY_SHARD("EmptyShard", true),
    /** A store that was not in sync becomes the primary. */
    PROMOTION("Promotion", true),
    /** The topology is rebuilt without an answer of every store. */
    TOPOLOGY("Topology", true),
    /** Slots move. */
    REBALANCE("Rebalance", false);

    private final String text;
    private final boolean loss;

    Kind(String text, boolean loss) {
      this.text = text;
      this.loss = loss;
    }

    /** As it stands in status. */
    public String text() {
      return text;
    }

    /** Whether data is lost by it. */
    public boolean isLoss() {
      return loss;
    }
  }

  /** The end of a message whose beginning says what would make the loss unnecessary. */
  String remedy() {
    return "or accept the loss that status.pendingApprovals describes: add %s to spec.approvals"
        .formatted(id);
  }
}
