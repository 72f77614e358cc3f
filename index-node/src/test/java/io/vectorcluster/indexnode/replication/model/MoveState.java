package io.vectorcluster.indexnode.replication.model;

import java.util.List;

/**
 * Two shards and what the topology says of their slots.
 *
 * @param adopted by each shard
 * @param parts slot by slot, of each shard
 * @param erasures parts that a message tells to erase; only the mistake sends any
 * @param acknowledged of each slot
 */
record MoveState(
    Topology published,
    List<Topology> adopted,
    List<Part> parts,
    List<Seal> seals,
    List<Integer> erasures,
    List<Integer> acknowledged,
    int written,
    int promotions) {

  /**
   * What a topology says of a slot.
   *
   * @param other whom it is copied to, or from whom it was switched away
   * @param switchedAt the epoch of the switch that the owner opens by; 0 if it needs none
   */
  record Entry(int owner, int other, int switchedAt) {}

  record Topology(int epoch, List<Entry> entries) {}

  /**
   * A slot at a shard.
   *
   * @param held by all in-sync members
   * @param received by the primary; what is not held is lost when it is replaced
   * @param open for writes
   */
  record Part(int held, int received, boolean open) {
    static final Part EMPTY = new Part(0, 0, false);
  }

  /** The last entry of a slot's log at its former owner, for one switch: all that it has. */
  record Seal(int slot, int switchedAt, int contents) {}

  Part part(int slot, int shard) {
    return parts.get(slot * MoveModel.SHARDS + shard);
  }

  MoveState with(int slot, int shard, Part part) {
    return with(MoveModel.replaced(parts, slot * MoveModel.SHARDS + shard, part));
  }

  MoveState with(List<Part> all) {
    return new MoveState(
        published, adopted, all, seals, erasures, acknowledged, written, promotions);
  }
}
