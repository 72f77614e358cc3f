package io.vectorcluster.cli;

/** Whether a plan waits until somebody agrees. */
enum Consent {
  NOT_ASKED("NotAsked", false, "not needed"),
  GIVEN("Given", false, "given in spec.approvals"),
  MODE_APPROVE("ModeApprove", true, "spec.rebalance.mode is Approve"),
  MOST_SHARDS_LEAVE(
      "MostShardsLeave",
      true,
      "more than half of the shards would leave (without any point they would not wait)");

  private final String word;
  private final boolean waits;
  private final String why;

  Consent(String word, boolean waits, String why) {
    this.word = word;
    this.waits = waits;
    this.why = why;
  }

  /** For programs. */
  String word() {
    return word;
  }

  boolean waits() {
    return waits;
  }

  /** For people. */
  String why() {
    return why;
  }
}
