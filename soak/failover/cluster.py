"""A VectorCluster with several copies: who is the primary, who is in sync; its machines, operator and topology record."""

import json
import subprocess

import httpx

from durability.content import body
from durability.pods import Cluster
from support.dataset import ROOT

SYSTEM, OPERATOR = "vectorcluster-system", "vectorcluster-operator"
TESTBED = f"{ROOT}/testbed/bin/testbed"
TIMEOUT_S = 60
MANAGEMENT_PORT = 8080
# Whoever writes behind a cut is not acknowledged; what it wrote may still be there, and is no part of the load.
CUT_OFF = "cut-off"


class ReplicatedCluster(Cluster):
    def call(self, *arguments, namespace=None, stdin=None):
        command = [*self.kubectl, "--namespace", namespace or self.namespace, *arguments]
        return run(command, stdin)

    def testbed(self, *arguments):
        return run([TESTBED, *arguments])

    def resource(self):
        return self.get("vectorcluster", self.name)

    def shards(self):
        return (self.resource().get("status") or {}).get("shardStatuses") or []

    def primaries(self):
        """The pods that number the writes, one a shard."""
        return [shard["primary"] for shard in self.shards() if shard.get("primary")]

    def orders_writes(self):
        """Whether the writes of a point have one order that everybody sees: not where each copy takes them for itself."""
        return self.resource()["spec"].get("replication", {}).get("mode") != "MultiPrimary"

    def is_whole(self):
        """Whether every copy of every shard is in sync, and its pod Ready."""
        spec = self.resource()["spec"]
        shards, copies = spec["shards"], spec.get("replication", {}).get("factor", 1)
        pods = self.pods()
        in_sync = [shard.get("inSync", 0) for shard in self.shards()]
        return (len(pods) == shards * copies and all(pod.ready for pod in pods)
                and len(in_sync) == shards and all(count == copies for count in in_sync))

    def operators(self):
        return self.system("pods", f"--selector=app.kubernetes.io/name={OPERATOR}")["items"]

    def leader(self):
        """The operator's process that holds the Lease; none while nobody does."""
        holder = self.system("lease", OPERATOR)["spec"].get("holderIdentity")
        return next((pod for pod in self.operators() if pod["metadata"]["name"] == holder), None)

    def scale_operator(self, replicas):
        self.call("scale", "deployment", OPERATOR, f"--replicas={replicas}", namespace=SYSTEM)

    def has_operators(self, replicas):
        """Whether so many are ready, and one of them is the leader."""
        ready = [pod for pod in self.operators() if is_ready(pod) and "deletionTimestamp" not in pod["metadata"]]
        return len(ready) == replicas and self.leader() is not None

    def system(self, *arguments):
        return json.loads(self.call("get", *arguments, "--output=json", namespace=SYSTEM))

    def replica_digests(self):
        """What the store of each pod comes to, by shard; None for one that is being written."""
        found = {}
        for pod in self.pods():
            stats = httpx.get(f"http://{pod.ip}:{MANAGEMENT_PORT}/stats", timeout=TIMEOUT_S).json()
            replica = stats.get("replica")
            shard = pod.name.rpartition("-")[0]
            found.setdefault(shard, []).append(replica and replica["digest"])
        return found

    def replicas_are_equal(self):
        digests = self.replica_digests()
        return all(None not in shard and len(set(shard)) == 1 for shard in digests.values())

    def record(self):
        return self.get("vectortopology", self.name)

    def epoch(self):
        return (self.resource().get("status") or {}).get("topology", {}).get("epoch", 0)

    def delete_record(self):
        self.call("delete", "vectortopology", self.name, "--wait=false")

    def set_back(self, old):
        """The record as it was, which the operator did not write."""
        for field in ("resourceVersion", "managedFields"):
            old["metadata"].pop(field, None)
        old["metadata"]["uid"] = self.record()["metadata"]["uid"]
        self.call("replace", "-f", "-", stdin=json.dumps(old))

    def write_inside(self, node, address, key):
        """What a client on a machine's own side of a cut is answered, if its write is acknowledged; else nothing."""
        request = json.dumps({"points": [body(10**9, 1)]})
        done = subprocess.run(
            [TESTBED, "node", "enter", node, "curl", "--silent", "--max-time", "8", "--request", "PUT",
             "--header", f"api-key: {key}", "--header", "content-type: application/json", "--data", request,
             f"http://{address}:6333/collections/{CUT_OFF}/points?wait=true"],
            capture_output=True, text=True, timeout=TIMEOUT_S)
        return done.stdout if done.returncode == 0 and '"completed"' in done.stdout else ""


def is_ready(pod):
    conditions = pod.get("status", {}).get("conditions") or []
    return any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)


def run(command, stdin=None):
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=TIMEOUT_S)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[-4:])}: {done.stderr.strip()[:500]}")
    return done.stdout
