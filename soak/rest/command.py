"""
Ten clusters at rest on the quick start's cluster: what the operator writes then, what it holds in memory, and how soon
it works after a start.

  soak/bin/at-rest [--clusters 10] [--starts 5] [--report NAME]        needs `make quickstart` up on this machine

Exit code 1 if it writes anything but its Lease in 60 s, or a bound is passed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from durability import report
from durability.pods import NAMESPACE, Cluster, process_of
from durability.workplace import start_ticks
from support.dataset import ROOT
from support.waiting import wait_until

SYSTEM = "vectorcluster-system"
OPERATOR = f"system:serviceaccount:{SYSTEM}:vectorcluster-operator"
SELECTOR = "--selector=app.kubernetes.io/name=vectorcluster-operator"
REST_S = 60
# Status shows other figures a minute after they have stopped moving: that write is none at rest.
QUIET_S = 75
RSS_BOUND_MIB = 300
FIRST_BOUND_S = 6
# Limits of waiting: three times what is expected of a busy machine.
AVAILABLE_TIMEOUT_S, QUIET_TIMEOUT_S, BACK_TIMEOUT_S = 300, 300, 3 * FIRST_BOUND_S

SMALL = """
apiVersion: vectorcluster.io/v1alpha1
kind: VectorCluster
metadata: {name: %s}
spec:
  shards: 1
  storage: {size: 1Gi, retentionPolicy: {whenDeleted: Delete}}
  resources: {requests: {cpu: 20m, memory: 384Mi}, limits: {memory: 768Mi}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clusters", type=int, default=10, help="the quick start's among them")
    parser.add_argument("--starts", type=int, default=5, help="of the operator, of which the median is taken")
    parser.add_argument("--report", help="name of the report in docs/reports")
    arguments = parser.parse_args()
    rest = Rest()
    names = [f"rest-{number}" for number in range(1, arguments.clusters)]
    try:
        for name in names:
            rest.kubectl("apply", "--filename=-", text=SMALL % name)
        for name in names:
            rest.kubectl("wait", f"vectorcluster/{name}", "--for=condition=Available",
                         f"--timeout={AVAILABLE_TIMEOUT_S}s")
        writes, rss = rest.writes_and_rss()
        first = [rest.start_again() for _ in range(arguments.starts)]
    finally:
        for name in names:
            rest.kubectl("delete", "vectorcluster", name, "--ignore-not-found", "--wait=false")
    wrong = list(problems(writes, rss, statistics.median(first)))
    if arguments.report:
        report.write(arguments.report, "Clusters at rest", sections(arguments, writes, rss, first, wrong))
    print(f"rest: clusters {arguments.clusters}, writes {len(writes)}, rss {rss:.0f} MiB, "
          f"first reconcile {statistics.median(first):.2f} s {[round(each, 2) for each in first]}")
    print("\n".join(wrong) or "all as it must be")
    sys.exit(bool(wrong))


class Rest:
    def __init__(self):
        self.cluster, self.system = Cluster(NAMESPACE), Cluster(SYSTEM)
        command = [f"{ROOT}/testbed/bin/testbed", "audit"]
        self.audit = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())

    def kubectl(self, *arguments, namespace=NAMESPACE, text=None):
        command = [*self.cluster.kubectl, "--namespace", namespace, *arguments]
        subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL,
                       timeout=AVAILABLE_TIMEOUT_S + 30)

    def writes(self):
        """The operator's writes so far, its Lease excepted, as events of the audit log."""
        events = map(json.loads, self.audit.read_text().splitlines())
        return [event for event in events
                if event["user"]["username"] == OPERATOR and event["objectRef"]["resource"] != "leases"]

    def writes_and_rss(self):
        """What is written in a minute after a time without one, and the largest memory seen in it, in MiB."""
        if not self.writes():
            raise RuntimeError(f"the audit log holds no write of {OPERATOR}: this measurement would see none")
        self.await_quiet()
        before, process, rss = len(self.writes()), self.operator(), []
        ends = time.monotonic() + REST_S
        while time.monotonic() < ends:
            rss.append(resident_mib(process))
            time.sleep(1)
        return [f"{event['verb']} {event['requestURI']}" for event in self.writes()[before:]], max(rss)

    def await_quiet(self):
        seen = {"count": -1, "since": 0.0}

        def is_quiet():
            count = len(self.writes())
            if count != seen["count"]:
                seen.update(count=count, since=time.monotonic())
            return time.monotonic() - seen["since"] > QUIET_S
        wait_until(is_quiet, QUIET_TIMEOUT_S, f"{QUIET_S} s without a write of the operator")

    def operator(self):
        pods = self.system.get("pods", SELECTOR)["items"]
        return process_of(pods[0]) if len(pods) == 1 else None

    def start_again(self):
        """Seconds from the start of the operator's process until a Service, deleted while it was away, is back."""
        self.scale(0)
        wait_until(lambda: not self.system.get("pods", SELECTOR)["items"], 60, "the operator to end")
        self.kubectl("delete", "service", self.cluster.name)
        before = len(self.writes())
        self.scale(1)
        process = wait_until(self.operator, 60, "the operator's process")
        started = time.time() - (
            time.clock_gettime(time.CLOCK_BOOTTIME) - start_ticks(process) / os.sysconf("SC_CLK_TCK"))
        answered = wait_until(lambda: self.service_applied(before), BACK_TIMEOUT_S, "the deleted Service to be back")
        return answered - started

    def scale(self, replicas):
        self.kubectl("scale", "deployment/vectorcluster-operator", f"--replicas={replicas}", namespace=SYSTEM)

    def service_applied(self, before):
        """When the API server had answered the apply of the Service; asking it meanwhile would slow the start."""
        for event in self.writes()[before:]:
            reference = event["objectRef"]
            if (reference["resource"], reference.get("name")) == ("services", self.cluster.name):
                return datetime.fromisoformat(event["stageTimestamp"]).timestamp()
        return None


def resident_mib(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no resident memory: it has ended")


def problems(writes, rss, first):
    yield from (f"written at rest: {write}" for write in writes)
    if rss > RSS_BOUND_MIB:
        yield f"the operator holds {rss:.0f} MiB, more than {RSS_BOUND_MIB}"
    if first > FIRST_BOUND_S:
        yield f"the first reconcile comes {first:.1f} s after the start, later than {FIRST_BOUND_S}"


def sections(arguments, writes, rss, first, wrong):
    yield (f"{arguments.clusters} VectorClusters with real pods, one of three shards with the sample loaded, the "
           f"others of one shard. The audit log of the API server is read over {REST_S} s after {QUIET_S} s without a "
           f"write of the operator. A first reconcile: the operator is scaled to zero, a Service deleted, the operator "
           f"scaled to one; the time counts from the start of its process until the Service is back.")
    yield report.table(
        ["writes in 60 s, its Lease excepted", "largest RSS, MiB (bound)", "first reconcile, s: median (bound)", "of"],
        [[len(writes), f"{rss:.0f} ({RSS_BOUND_MIB})", f"{statistics.median(first):.2f} ({FIRST_BOUND_S})",
          ", ".join(f"{each:.2f}" for each in first)]])
    yield "Wrong:\n\n" + "\n".join(f"- {each}" for each in wrong) if wrong else "All as it must be."


if __name__ == "__main__":
    main()
