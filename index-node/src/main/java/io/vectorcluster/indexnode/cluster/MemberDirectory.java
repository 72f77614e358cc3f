package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardEntry;

/** How a member of a shard is asked: in this process or on another node. */
@FunctionalInterface
public interface MemberDirectory {
  /** One replica of a shard. */
  ShardAccess member(ShardEntry entry, Member member);
}
