"""A VectorCluster with several copies of each shard: who is the primary, who is in sync."""

from durability.pods import Cluster


class ReplicatedCluster(Cluster):
    def status(self):
        return self.get("vectorcluster", self.name).get("status") or {}

    def shards(self):
        return self.status().get("shardStatuses") or []

    def primaries(self):
        """The pods that number the writes, one a shard."""
        return [shard["primary"] for shard in self.shards() if shard.get("primary")]

    def is_whole(self):
        """Whether every copy of every shard is in sync, and its pod Ready."""
        spec = self.get("vectorcluster", self.name)["spec"]
        shards, copies = spec["shards"], spec.get("replication", {}).get("factor", 1)
        pods = self.pods()
        in_sync = [shard.get("inSync", 0) for shard in self.shards()]
        return (len(pods) == shards * copies and all(pod.ready for pod in pods)
                and len(in_sync) == shards and all(count == copies for count in in_sync))
