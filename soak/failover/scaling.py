"""A cluster that gets more and fewer shards, while clients notice nothing and pods are killed."""

import json
import time

from failover.faults import Faults, kill, named
from failover.load import LOOK_S
from support.waiting import wait_until

BEFORE_S = 20
STEPS = (5, 2, 4)
BEGUN_TIMEOUT_S = 180
BALANCED_TIMEOUT_S = 1_200
# Nobody waits for a slot that moves longer than this, and nobody is refused.
READS_S, WRITES_S = 1, 1
# The longest time after which a change of the shards is taken back: new pods start, slots are copied, switched and erased.
REVERSED_WITHIN_S = 30
FEWEST, MOST = 2, 5


class Scaling:
    """
    Shards are added and taken away one step after the other. With `killed` each step also loses its operator and primaries
    of shards that give and take slots.
    """

    def __init__(self, cluster, load):
        self.cluster, self.load, self.faults = cluster, load, Faults(cluster, load)
        self.moves = []

    def begin(self):
        """The number of shards at first. Many slots move at a time, so that a run ends within minutes."""
        self.cluster.call("patch", "vectorcluster", self.cluster.name, "--type=merge",
                          '--patch={"spec": {"rebalance": {"maxConcurrentMoves": 32}}}')
        return self.cluster.resource()["spec"]["shards"]

    def step(self, shards, kills=0):
        before = self.at_rest()
        former = self.cluster.resource()["spec"]["shards"]
        asked = time.monotonic()

        def strike():
            self.scale(shards)
            plan = wait_until(lambda: self.plan(shards), BEGUN_TIMEOUT_S, f"slots to move to {shards} shards", LOOK_S)
            # The pods of new shards start on the processors that serve: what counts is how slots move.
            self.load.reset()
            self.load.finder.reset()
            for number in range(kills):
                self.kill(number)
            wait_until(lambda: self.is_balanced(shards), BALANCED_TIMEOUT_S, f"{shards} shards, balanced", LOOK_S)
            self.moves.append((former, shards, plan["moves"], plan["minimumMoves"], time.monotonic() - asked))

        self.load.lose("killed" if kills else "scaled", f"{former} -> {shards} shards{f', {kills} kills' if kills else ''}", strike,
                       lambda: self.is_balanced(shards), *(() if kills else (READS_S, WRITES_S)), may_fail=kills > 0)
        during = self.load.finder.p99_s()
        moved, least = self.moves[-1][2:4]
        if moved > 1.1 * least:
            self.load.wrong.append(f"{former} -> {shards} shards: {moved} slots moved, {least} are the least")
        self.load.notes.append(
            f"{former} -> {shards} shards{f' and {kills} kills' if kills else ''}: {moved} slots moved, at least {least}, "
            f"{self.moves[-1][4]:.0f} s; searches p99 {before * 1000:.0f} ms before, {during * 1000:.0f} ms meanwhile")

    def reverse(self, number):
        """Another number of shards is asked for, and at a random moment the one before."""
        shards = self.cluster.resource()["spec"]["shards"]
        other = int(self.load.random.choice([each for each in (shards - 1, shards + 1, shards + 2) if FEWEST <= each <= MOST]))
        after_s = self.load.random.uniform(0, REVERSED_WITHIN_S)

        def strike():
            self.scale(other)
            time.sleep(after_s)
            print(f"  {other} shards taken back after {after_s:.1f} s, {self.left()} slots left", flush=True)
            self.scale(shards)
            wait_until(lambda: self.is_balanced(shards), BALANCED_TIMEOUT_S, f"{shards} shards, balanced", LOOK_S)

        self.load.lose("reversed", f"{number}: {shards} -> {other} -> {shards} shards", strike, lambda: self.is_balanced(shards),
                       READS_S, WRITES_S, may_fail=False)

    def scale(self, shards):
        self.cluster.call("scale", "vectorcluster", self.cluster.name, f"--replicas={shards}")

    def at_rest(self):
        self.load.finder.reset()
        time.sleep(BEFORE_S)
        before = self.load.finder.p99_s()
        self.load.finder.reset()
        return before

    def kill(self, number):
        """The operator, or a primary: of a shard that gives slots or of one that takes them, as it comes."""
        time.sleep(2)
        if number % 3 == 2:
            leader = self.cluster.leader()
            self.cluster.call("delete", "pod", leader["metadata"]["name"], "--grace-period=0", "--force", "--wait=false",
                              namespace=leader["metadata"]["namespace"])
            print(f"  the operator killed, {self.left()} slots left", flush=True)
            wait_until(lambda: self.cluster.has_operators(1), BEGUN_TIMEOUT_S, "an operator that leads", LOOK_S)
            return
        pod = self.faults.a_pod(primary=True)
        print(f"  {named(pod, True)} killed, {self.left()} slots left", flush=True)
        kill(pod)
        wait_until(lambda: self.faults.is_another(pod), BEGUN_TIMEOUT_S, f"{pod.name} to be back", LOOK_S)

    def status(self):
        return self.cluster.resource().get("status") or {}

    def left(self):
        rebalance = self.status().get("rebalance") or {}
        return rebalance.get("moves", 0) - rebalance.get("movesDone", 0)

    def plan(self, shards):
        """What moves, once it does; a plan by which most shards leave is waited for until it is approved."""
        status = self.status()
        for pending in status.get("pendingApprovals") or []:
            print(f"  approved: {pending['id']}, {pending['summary']}", flush=True)
            patch = json.dumps({"spec": {"approvals": [pending["id"]]}})
            self.cluster.call("patch", "vectorcluster", self.cluster.name, "--type=merge", f"--patch={patch}")
        rebalance = status.get("rebalance")
        return rebalance if rebalance and len(self.cluster.shards()) >= shards else None

    def is_balanced(self, shards):
        resource = self.cluster.resource()
        status = resource.get("status") or {}
        balanced = any(each["type"] == "Balanced" and each["status"] == "True" for each in status.get("conditions", []))
        return (balanced and status.get("observedGeneration") == resource["metadata"]["generation"]
                and len(status.get("shardStatuses") or []) == shards and self.cluster.is_whole())
