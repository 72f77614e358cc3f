"""
A replicated cluster loses pods, disks, a machine, its operator and its topology record, under load.

  soak/bin/failover pods disks machine operator record... [--kills 30] [--disks 10] [--operator-s 60] [--report NAME]

Needs a VectorCluster with replication.factor of 2 or more on this machine's testbed of two machines or more
(examples/replicated.yaml). Exit code 1 if something acknowledged was lost, or clients could not read or write for longer
than three times the bound.
"""

import argparse
import os
import signal
import sys
import time
from dataclasses import dataclass

import httpx
import numpy as np

from durability import report
from durability.check import check
from durability.content import COLLECTION, CREATE
from durability.pods import NAMESPACE
from durability.survivors import surviving, summary
from durability.workplace import is_alive_since, start_ticks
from durability.writers import Client
from failover.cluster import CUT_OFF, ReplicatedCluster
from failover.historians import COLLECTION as HISTORY
from failover.historians import Historians
from failover.readers import Reader
from support.waiting import wait_until

WRITERS = 4
# What is promised, and three times that as the limit of a test on a busy machine.
READS_BACK_S, WRITES_BACK_S = 1, 5
MACHINE_READS_BACK_S, MACHINE_WRITES_BACK_S = 5, 15
LIMIT = 3
WHOLE_TIMEOUT_S = 180
STEADY_S = 1.0
# Longer than a failover: a request that went to the machine behind a cut is given up, others get their answer.
CLIENT_TIMEOUT_S = 6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("failures", nargs="+", choices=["pods", "disks", "machine", "operator", "record"])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--disks", type=int, default=10)
    parser.add_argument("--operator-s", type=float, default=60, help="how long there is no operator")
    parser.add_argument("--namespace", default=NAMESPACE)
    parser.add_argument("--cluster", default="replicated")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "1")))
    parser.add_argument("--report", help="name of the report in docs/reports")
    arguments = parser.parse_args()
    # So that a run that is told to end cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    run = Run(ReplicatedCluster(arguments.namespace, arguments.cluster), arguments.seed)
    steps = {
        "pods": lambda: run.repeat(run.kill, arguments.kills), "disks": lambda: run.repeat(run.lose_disk, arguments.disks),
        "machine": run.isolate, "operator": lambda: run.without_operator(arguments.operator_s), "record": run.lose_record}
    run.under_load([steps[failure] for failure in arguments.failures])
    wrong = run.wrong()
    if arguments.report:
        report.write(arguments.report, "Failover", run.sections(wrong))
    print("\n".join(wrong) or run.line())
    sys.exit(bool(wrong))


class Run:
    def __init__(self, cluster, seed):
        self.cluster, self.seed = cluster, seed
        self.random = np.random.default_rng(seed)
        self.clients = [Client(number, seed, number % 2 == 1) for number in range(WRITERS)]
        self.losses, self.findings, self.summary, self.answered, self.unread = [], None, "", 0, {}
        self.survivors, self.reader, self.historians, self.stale = [], None, None, ""

    def under_load(self, steps):
        wait_until(self.cluster.is_whole, WHOLE_TIMEOUT_S, "every copy to be in sync")
        url, headers = self.cluster.url, {"api-key": self.cluster.api_key}
        with httpx.Client(base_url=url, headers=headers, timeout=60) as http:
            for collection in (COLLECTION, CUT_OFF, HISTORY):
                http.delete(f"/collections/{collection}")
                http.put(f"/collections/{collection}", json=CREATE).raise_for_status()
        reader, self.historians = Reader(url, headers), Historians(url, headers, self.seed)
        reader.start()
        self.historians.start()
        with surviving(self.clients, url, headers, timeout_s=CLIENT_TIMEOUT_S) as survivors:
            self.survivors, self.reader = survivors, reader
            for step in steps:
                step()
        self.historians.stop()
        reader.stopping.set()
        reader.join(10)
        self.summary, self.answered, self.unread = summary(survivors), reader.answered, reader.failures
        self.findings = check(url, headers, [client.ledger for client in self.clients], self.random)

    def repeat(self, loss, times):
        for number in range(1, times + 1):
            loss(number)

    def lose(self, kind, what, strike, back, reads_s=READS_BACK_S, writes_s=WRITES_BACK_S):
        """
        Strikes, and waits until it is over. Kubernetes and the status may for a moment still say what was before: `back`
        has to see through that.
        """
        for survivor in self.survivors:
            survivor.gap_s, survivor.last = 0, time.monotonic()
        self.reader.reset()
        struck = time.monotonic()
        strike()
        wait_until(back, WHOLE_TIMEOUT_S, f"{what} to be over")
        wait_until(self.cluster.is_whole, WHOLE_TIMEOUT_S, "every copy to be in sync again")
        loss = Loss(
            kind, what, max(survivor.longest_gap_s for survivor in self.survivors), self.reader.longest_gap_s,
            time.monotonic() - struck, writes_s, reads_s)
        self.losses.append(loss)
        print(f"  {loss}", flush=True)

    def a_pod(self, primary):
        primaries = self.cluster.primaries()
        pods = {pod.name: pod for pod in self.cluster.pods()}
        choice = primaries if primary else sorted(set(pods) - set(primaries))
        return pods[choice[int(self.random.integers(len(choice)))]]

    def kill(self, number):
        time.sleep(STEADY_S)
        # Two of three kills strike a primary: the others cost no writer more than a wait.
        primary = number % 3 != 0
        pod = self.a_pod(primary)

        def strike():
            pid = pod.pid()
            if pid is None:
                raise RuntimeError(f"{pod.name} has no process in this machine's cgroups: is it of another machine?")
            ticks = start_ticks(pid)
            os.kill(pid, 9)
            wait_until(lambda: not is_alive_since(pid, ticks), 30, f"process {pid} of {pod.name} to end")

        self.lose("pod", f"{pod.name}{' (primary)' if primary else ''} killed", strike, lambda: self.is_another(pod))

    def lose_disk(self, number):
        time.sleep(STEADY_S)
        primary = number % 2 == 1
        pod = self.a_pod(primary)

        def strike():
            self.cluster.call("delete", "pvc", f"data-{pod.name}", "--wait=false")
            self.cluster.call("delete", "pod", pod.name, "--grace-period=0", "--force", "--wait=false")

        self.lose(
            "disk", f"{pod.name}{' (primary)' if primary else ''} and its volume deleted", strike,
            lambda: self.is_another(pod))

    def isolate(self):
        """The machine that the operator is not on is cut off, until Kubernetes knows, and joins again."""
        time.sleep(STEADY_S)
        operator = self.cluster.operator()["spec"]["nodeName"]
        node = next(pod.node for pod in self.cluster.pods() if pod.node != operator)
        before = [pod for pod in self.cluster.pods() if pod.node == node]
        primary = next((pod for pod in before if pod.name in self.cluster.primaries()), before[0])

        def strike():
            self.cluster.testbed("node", "isolate", node)
            wait_until(lambda: not any(name in self.cluster.primaries() for name in [pod.name for pod in before]), 90,
                       "primaries on the other machines")
            self.stale = self.cluster.write_inside(node, primary.ip, self.cluster.api_key)
            wait_until(lambda: not self.cluster.is_whole(), 90, "the status to tell of it")
            self.cluster.testbed("node", "join", node)

        self.lose(
            "machine", f"{node} with {len(before)} pods isolated", strike, self.cluster.is_whole,
            MACHINE_READS_BACK_S, MACHINE_WRITES_BACK_S)

    def without_operator(self, seconds):
        time.sleep(STEADY_S)

        def strike():
            self.cluster.scale_operator(0)
            time.sleep(seconds)
            self.cluster.scale_operator(1)

        self.lose("operator", f"no operator for {seconds:.0f} s", strike, self.cluster.is_whole, 1, 1)

    def lose_record(self):
        """The topology record is deleted, then set back to an old copy: it comes back from the stores, above both."""
        time.sleep(STEADY_S)
        old, before = self.cluster.record(), self.cluster.epoch()
        self.lose("record", "the topology record deleted", self.cluster.delete_record,
                  lambda: self.cluster.epoch() > before)
        self.kill(1)
        moved = self.cluster.epoch()
        self.lose("record", "the topology record set back to an old copy", lambda: self.cluster.set_back(old),
                  lambda: self.cluster.epoch() > moved)

    def is_another(self, before):
        return any(pod.name == before.name and pod.container != before.container and pod.ready
                   for pod in self.cluster.pods())

    def wrong(self):
        found = [str(violation) for violation in self.findings.violations]
        found += [f"a primary that was cut off acknowledged a write: {self.stale}"] if self.stale else []
        found += self.historians.problems()
        return found + [problem for loss in self.losses for problem in loss.problems()]

    def line(self):
        return "; ".join([*(figures(kind, losses) for kind, losses in self.by_kind().items()),
                          f"{self.findings.live} points, 0 lost", self.historians.summary()])

    def by_kind(self):
        kinds = {}
        for loss in self.losses:
            kinds.setdefault(loss.kind, []).append(loss)
        return kinds

    def sections(self, wrong):
        yield (f"Seed {self.seed}. {WRITERS} clients write without pause (batches of 20, `wait=true`; two of them delete "
               "two batches of five), one searches up to 50 times a second, each time on a new connection. Two kills of "
               "three strike the primary of a shard. At the end every point is compared with what was acknowledged.")
        yield "\n".join(f"- {figures(kind, losses)}" for kind, losses in self.by_kind().items())
        yield (f"{self.findings.live} points at the end. " + (
            "Wrong:\n\n" + "\n".join(f"- {each}" for each in wrong) if wrong else "Nothing acknowledged was lost."))
        yield f"{self.historians.summary()}."
        yield f"{self.summary}. Searches: {self.answered}, without an answer: {sum(self.unread.values())}."
        yield report.table(
            ["what", "no write for", "no read for", "whole again after"],
            [[loss.what, f"{loss.writes_s:.2f} s", f"{loss.reads_s:.2f} s", f"{loss.whole_s:.1f} s"]
             for loss in self.losses])


@dataclass
class Loss:
    """What was lost, and how long clients noticed."""

    kind: str
    what: str
    writes_s: float
    reads_s: float
    whole_s: float
    writes_bound_s: float
    reads_bound_s: float

    def problems(self):
        for name, taken, bound in (
                ("reads", self.reads_s, self.reads_bound_s), ("writes", self.writes_s, self.writes_bound_s)):
            if taken > LIMIT * bound:
                yield f"{self.what}: no {name} for {taken:.1f} s, the bound is {bound} s"

    def __str__(self):
        return (f"{self.what}: no write for {self.writes_s:.2f} s, no read for {self.reads_s:.2f} s, whole again after "
                f"{self.whole_s:.1f} s")


def figures(kind, losses):
    def of(name):
        values = [getattr(loss, name) for loss in losses]
        return f"{np.median(values):.2f} s median, {np.percentile(values, 99):.2f} s p99"
    return (f"{kind}: {len(losses)} times; writes back after {of('writes_s')}; reads after {of('reads_s')}; whole after "
            f"{np.median([loss.whole_s for loss in losses]):.1f} s median")


if __name__ == "__main__":
    main()
