"""
Pods of a replicated cluster are killed under load, one after the other, primaries first of all.

  soak/bin/failover [--kills 30] [--namespace N] [--cluster NAME] [--seed N] [--report NAME]

Needs a VectorCluster with replication.factor of 2 or more on this machine's testbed (examples/replicated.yaml). Exit
code 1 if something acknowledged was lost, or clients could not read or write for longer than three times the bound.
"""

import argparse
import os
import signal
import sys
import time

import httpx
import numpy as np

from durability import report
from durability.check import check
from durability.content import COLLECTION, CREATE
from durability.pods import NAMESPACE
from durability.survivors import surviving, summary
from durability.workplace import is_alive_since, start_ticks
from durability.writers import Client
from failover.cluster import ReplicatedCluster
from failover.readers import Reader
from support.waiting import wait_until

WRITERS = 4
# What is promised, and three times that as the limit of a test on a busy machine.
READS_BACK_S, WRITES_BACK_S = 1, 5
LIMIT = 3
WHOLE_TIMEOUT_S = 180
STEADY_S = 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--namespace", default=NAMESPACE)
    parser.add_argument("--cluster", default="replicated")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "1")))
    parser.add_argument("--report", help="name of the report in docs/reports")
    arguments = parser.parse_args()
    # So that a run that is told to end cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    run = Run(ReplicatedCluster(arguments.namespace, arguments.cluster), arguments.seed)
    run.kill(arguments.kills)
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
        self.kills, self.findings, self.summary, self.answered, self.unread = [], None, "", 0, {}

    def kill(self, kills):
        wait_until(self.cluster.is_whole, WHOLE_TIMEOUT_S, "every copy to be in sync")
        url, headers = self.cluster.url, {"api-key": self.cluster.api_key}
        with httpx.Client(base_url=url, headers=headers, timeout=60) as http:
            http.delete(f"/collections/{COLLECTION}")
            http.put(f"/collections/{COLLECTION}", json=CREATE).raise_for_status()
        reader = Reader(url, headers)
        reader.start()
        with surviving(self.clients, url, headers, timeout_s=10) as survivors:
            for number in range(1, kills + 1):
                self.one(number, survivors, reader)
        reader.stopping.set()
        reader.join(10)
        self.summary, self.answered, self.unread = summary(survivors), reader.answered, reader.failures
        self.findings = check(url, headers, [client.ledger for client in self.clients], self.random)

    def one(self, number, survivors, reader):
        time.sleep(STEADY_S)
        primaries = self.cluster.primaries()
        pods = {pod.name: pod for pod in self.cluster.pods()}
        # Two of three kills strike a primary: the others cost no writer more than a wait.
        choice = primaries if number % 3 else sorted(set(pods) - set(primaries))
        name = choice[int(self.random.integers(len(choice)))]
        pid = pods[name].pid()
        if pid is None:
            raise RuntimeError(f"{name} has no process in this machine's cgroups: is it of another machine?")
        ticks = start_ticks(pid)
        for survivor in survivors:
            survivor.gap_s, survivor.last = 0, time.monotonic()
        reader.reset()
        os.kill(pid, 9)
        wait_until(lambda: not is_alive_since(pid, ticks), 30, f"process {pid} of {name} to end")
        struck = time.monotonic()
        # What Kubernetes and the status say of the pod may still be of the time before.
        wait_until(lambda: self.is_another(pods[name]), WHOLE_TIMEOUT_S, f"{name} to start again")
        wait_until(self.cluster.is_whole, WHOLE_TIMEOUT_S, "every copy to be in sync again")
        kill = {
            "pod": name, "primary": name in primaries, "whole_s": time.monotonic() - struck,
            "writes_s": max(survivor.longest_gap_s for survivor in survivors), "reads_s": reader.longest_gap_s}
        self.kills.append(kill)
        print(f"  {number}: {name}{' (primary)' if kill['primary'] else ''}: no write for {kill['writes_s']:.2f} s, "
              f"no read for {kill['reads_s']:.2f} s, whole again after {kill['whole_s']:.1f} s", flush=True)

    def is_another(self, before):
        return any(pod.name == before.name and pod.container != before.container and pod.ready
                   for pod in self.cluster.pods())

    def wrong(self):
        found = [str(violation) for violation in self.findings.violations]
        for kill in self.kills:
            for what, bound in (("reads", READS_BACK_S), ("writes", WRITES_BACK_S)):
                if kill[f"{what}_s"] > LIMIT * bound:
                    found.append(f"{kill['pod']}: no {what} for {kill[f'{what}_s']:.1f} s, the bound is {bound} s")
        return found

    def p99(self, what):
        return float(np.percentile([kill[what] for kill in self.kills], 99))

    def median(self, what):
        return float(np.median([kill[what] for kill in self.kills]))

    def line(self):
        return (f"failover: {len(self.kills)} kills; writes back after {self.median('writes_s'):.2f} s median, "
                f"{self.p99('writes_s'):.2f} s p99; reads after {self.median('reads_s'):.2f} s median, "
                f"{self.p99('reads_s'):.2f} s p99; whole after {self.median('whole_s'):.1f} s median; "
                f"{self.findings.live} points, 0 lost")

    def sections(self, wrong):
        yield (f"Seed {self.seed}. {WRITERS} clients write without pause (batches of 20, `wait=true`; two of them delete "
               "two batches of five), one searches 50 times a second on new connections. Two kills of three strike the "
               "primary of a shard. At the end every point is compared with what was acknowledged.")
        yield self.line() if not wrong else "Wrong:\n\n" + "\n".join(f"- {each}" for each in wrong)
        yield f"{self.summary}. Searches: {self.answered}, without an answer: {sum(self.unread.values())}."
        yield report.table(
            ["pod", "primary", "no write for", "no read for", "whole again after"],
            [[kill["pod"], "yes" if kill["primary"] else "", f"{kill['writes_s']:.2f} s", f"{kill['reads_s']:.2f} s",
              f"{kill['whole_s']:.1f} s"] for kill in self.kills])


if __name__ == "__main__":
    main()
