"""What befalls a cluster with several copies."""

import os
import signal
import time

from durability.workplace import is_alive_since, start_ticks
from failover.load import LOOK_S
from support.waiting import wait_until

STEADY_S = 1.0
NOTICED_S = 90
OPERATOR_READY_S = 120
# A machine's clients wait for a timeout first; the operator's successor waits for the Lease as well.
MACHINE_READS_BACK_S, MACHINE_WRITES_BACK_S, LEADER_WRITES_BACK_S = 5, 15, 30
# Without the operator or the API server clients notice nothing.
UNNOTICED_S = 1
# Less than a primary waits for a member: the others still count when the primary is lost.
FROZEN_S = 0.5
ANSWERS_ARRIVE_S = 0.5


class Faults:
    def __init__(self, cluster, load):
        self.cluster, self.load = cluster, load

    def a_pod(self, primary):
        primaries = self.cluster.primaries()
        pods = {pod.name: pod for pod in self.cluster.pods()}
        choice = primaries if primary else sorted(set(pods) - set(primaries))
        return pods[choice[int(self.load.random.integers(len(choice)))]]

    def is_another(self, before):
        return any(pod.name == before.name and pod.container != before.container and pod.ready
                   for pod in self.cluster.pods())

    def kill(self, number):
        time.sleep(STEADY_S)
        # Two of three kills strike a primary: the others cost no writer more than a wait.
        primary = number % 3 != 0
        pod = self.a_pod(primary)
        self.load.lose("pod", f"{named(pod, primary)} killed", lambda: kill(pod), lambda: self.is_another(pod))

    def lose_disk(self, number):
        time.sleep(STEADY_S)
        primary = number % 2 == 1
        pod = self.a_pod(primary)
        self.load.lose(
            "disk", f"{named(pod, primary)} and its volume deleted", lambda: self.take(pod), lambda: self.is_another(pod))

    def take(self, pod):
        """The pod with its volume."""
        self.cluster.call("delete", "pvc", f"data-{pod.name}", "--wait=false")
        self.cluster.call("delete", "pod", pod.name, "--grace-period=0", "--force", "--wait=false")

    def lose_what_one_disk_has(self):
        """
        With `acks: One` the primary acknowledges alone. Its copies stand still for half a second, and it is lost with its
        disk: what it acknowledged meanwhile may be lost, and nothing else.
        """
        time.sleep(STEADY_S)
        pod = self.a_pod(primary=True)
        others = [other for other in self.cluster.pods() if other.name != pod.name]

        def strike():
            self.load.doubt(True)
            stopped = [other.pid() for other in others]
            for pid in stopped:
                os.kill(pid, signal.SIGSTOP)
            try:
                time.sleep(FROZEN_S)
                kill(pod)
            finally:
                for pid in stopped:
                    os.kill(pid, signal.SIGCONT)
            time.sleep(ANSWERS_ARRIVE_S)
            self.load.doubt(False)
            self.take(pod)

        self.load.lose("only disk", f"{named(pod, True)} and its volume lost while its copies stood still", strike,
                       lambda: self.is_another(pod))

    def isolate(self):
        self.lose_machine("isolate", "join", self.machine_without_leader(), "machine", MACHINE_WRITES_BACK_S)

    def stop(self):
        self.lose_machine("stop", "start", self.machine_without_leader(), "stopped", MACHINE_WRITES_BACK_S)

    def isolate_leader(self):
        self.cluster.scale_operator(2)
        wait_until(lambda: self.cluster.has_operators(2), OPERATOR_READY_S, "two operators, one of them the leader")
        node = self.cluster.leader()["spec"]["nodeName"]
        self.lose_machine("isolate", "join", node, "leader's machine", LEADER_WRITES_BACK_S)
        wait_until(lambda: self.cluster.has_operators(2), OPERATOR_READY_S, "both operators again")
        self.cluster.scale_operator(1)
        wait_until(lambda: self.cluster.has_operators(1), OPERATOR_READY_S, "one operator")

    def machine_without_leader(self):
        wait_until(lambda: self.cluster.leader(), OPERATOR_READY_S, "an operator that leads")
        leader = self.cluster.leader()["spec"]["nodeName"]
        return next(pod.node for pod in self.cluster.pods() if pod.node != leader)

    def lose_machine(self, lose, bring_back, node, kind, writes_s):
        """A machine is lost until Kubernetes knows, and comes back. One that is cut off must not acknowledge anything."""
        time.sleep(STEADY_S)
        before = [pod for pod in self.cluster.pods() if pod.node == node]
        names = [pod.name for pod in before]
        primary = next((pod for pod in before if pod.name in self.cluster.primaries()), before[0])

        def strike():
            self.cluster.testbed("node", lose, node)
            wait_until(lambda: not set(names) & set(self.cluster.primaries()), NOTICED_S, "primaries on other machines", LOOK_S)
            stale = self.cluster.write_inside(node, primary.ip, self.cluster.api_key) if lose == "isolate" else ""
            if stale:
                self.load.wrong.append(f"a primary that was cut off acknowledged a write: {stale}")
            wait_until(lambda: not self.cluster.is_whole(), NOTICED_S, "the status to tell of it", LOOK_S)
            self.cluster.testbed("node", bring_back, node)

        self.load.lose(
            kind, f"{node} with {len(before)} pods: {lose}", strike, self.cluster.is_whole, MACHINE_READS_BACK_S, writes_s)

    def without_operator(self, seconds):
        time.sleep(STEADY_S)
        operators = len(self.cluster.operators())

        def strike():
            self.cluster.scale_operator(0)
            time.sleep(seconds)
            self.cluster.scale_operator(operators)

        self.load.lose("operator", f"no operator for {seconds:.0f} s", strike,
                       lambda: self.cluster.has_operators(operators), UNNOTICED_S, UNNOTICED_S, may_fail=False)

    def without_api(self, seconds):
        """The API server is away. The operator, which cannot keep its Lease, is away as long and a little longer."""
        time.sleep(STEADY_S)
        operators = len(self.cluster.operators())

        def strike():
            self.cluster.testbed("api", "stop")
            try:
                time.sleep(seconds)
            finally:
                self.cluster.testbed("api", "start")

        self.load.lose("API server", f"no API server for {seconds:.0f} s", strike,
                       lambda: self.cluster.has_operators(operators), UNNOTICED_S, UNNOTICED_S, may_fail=False)

    def lose_record(self):
        """The topology record is deleted, then set back to an old copy: it comes back from the stores, above both."""
        time.sleep(STEADY_S)
        old, before = self.cluster.record(), self.cluster.epoch()
        self.load.lose("record", "the topology record deleted", self.cluster.delete_record,
                       lambda: self.cluster.epoch() > before)
        self.kill(1)
        moved = self.cluster.epoch()
        self.load.lose("record", "the topology record set back to an old copy", lambda: self.cluster.set_back(old),
                       lambda: self.cluster.epoch() > moved)


def kill(pod):
    pid = pod.pid()
    if pid is None:
        raise RuntimeError(f"{pod.name} has no process in this machine's cgroups: is it of another machine?")
    ticks = start_ticks(pid)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_alive_since(pid, ticks), 30, f"process {pid} of {pod.name} to end")


def named(pod, primary):
    return f"{pod.name}{' (primary)' if primary else ''}"
