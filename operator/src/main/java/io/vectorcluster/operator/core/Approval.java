package io.vectorcluster.operator.core;

/**
 * What a human is asked to accept.
 *
 * @param id to be added to {@code spec.approvals}
 * @param summary what is lost
 */
public record Approval(String id, Loss.Kind kind, String summary) {

  /** The end of a message whose beginning says what would make the loss unnecessary. */
  String remedy() {
    return "or accept the loss that status.pendingApprovals describes: add %s to spec.approvals"
        .formatted(id);
  }
}
