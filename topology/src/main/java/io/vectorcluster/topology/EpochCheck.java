package io.vectorcluster.topology;

/**
 * What a node answers to the epoch a call carries for the shard it is about (protocol T2).
 *
 * <p>Compared is the shard's own epoch, not the topology's: a change elsewhere refuses no call
 * here.
 */
public sealed interface EpochCheck {

  /** Both know the shard as it is: the call is served. */
  record Current() implements EpochCheck {}

  /** The caller is behind: it is refused and given the topology, and repeats with it. */
  record CallerOlder(Topology topology) implements EpochCheck {}

  /** The caller is ahead: the node adopts a topology of at least that epoch before it answers. */
  record CallerNewer(long epoch) implements EpochCheck {}

  /**
   * Judges a call.
   *
   * <p>An epoch above the whole topology's is news. Every other one that is not the shard's is a
   * past one: up to the topology's epoch the node knows all changes there were, also that a shard
   * was removed. An epoch between the two belongs to no history this node knows; it is refused like
   * a past one, as adopting could not bring it about.
   *
   * @param callerEpoch the epoch of the shard's entry in the caller's topology
   */
  static EpochCheck of(Topology own, ShardId shard, long callerEpoch) {
    if (callerEpoch > own.epoch()) {
      return new CallerNewer(callerEpoch);
    }
    boolean current = own.shard(shard).filter(e -> e.epoch() == callerEpoch).isPresent();
    return current ? new Current() : new CallerOlder(own);
  }
}
