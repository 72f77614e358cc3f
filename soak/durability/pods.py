"""
The pods of a VectorCluster on this machine's testbed: their node processes, found in the kernel's lists of cgroups.

  python -m durability.pods [--namespace N] [--cluster NAME]     address and process ids, for measurements
"""

import argparse
import base64
import json
import os
import shlex
import subprocess
import time
from pathlib import Path

import httpx

from durability.content import COLLECTION
from durability.workplace import is_alive_since, start_ticks
from support.dataset import ROOT
from support.waiting import wait_until

KUBECTL = f"{ROOT}/testbed/bin/testbed kubectl"
# One hierarchy of cgroup v1, or the only one of v2.
HIERARCHIES = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))
NAMESPACE, CLUSTER = "vectorcluster-quickstart", "quickstart"
READY_TIMEOUT_S = 60
SERVING_TIMEOUT_S = 30


class Cluster:
    """KUBECTL names the command, with arguments, that reaches the cluster; the testbed's by default."""

    def __init__(self, namespace=NAMESPACE, name=CLUSTER):
        self.kubectl = shlex.split(os.environ.get("KUBECTL", KUBECTL))
        self.namespace, self.name = namespace, name

    def get(self, *arguments):
        command = [*self.kubectl, "get", "--namespace", self.namespace, *arguments, "--output=json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"kubectl get {' '.join(arguments)}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    @property
    def url(self):
        return f"http://{self.get('service', self.name)['spec']['clusterIP']}:6333"

    @property
    def api_key(self):
        return base64.b64decode(self.get("secret", f"{self.name}-access")["data"]["api-key"]).decode()

    def pods(self):
        selector = f"app.kubernetes.io/name=index-node,app.kubernetes.io/instance={self.name}"
        return [Pod(each) for each in self.get("pods", f"--selector={selector}")["items"]]


class Pod:
    def __init__(self, answer):
        self.name = answer["metadata"]["name"]
        containers = answer.get("status", {}).get("containerStatuses") or [{}]
        self.container = container_id(answer)
        self.node, self.ip = answer["spec"].get("nodeName"), answer.get("status", {}).get("podIP")
        self.ready = bool(containers[0].get("ready"))

    def pid(self):
        return process_of_container(self.container)


def process_of(pod):
    """The process of a pod, an object as kubectl gives it, as this machine sees it; None while there is none."""
    return process_of_container(container_id(pod))


def container_id(pod):
    containers = pod.get("status", {}).get("containerStatuses") or [{}]
    return containers[0].get("containerID", "").rpartition("/")[2]


def process_of_container(container):
    """The first process of its control group."""
    for hierarchy in HIERARCHIES:
        for file in hierarchy.glob(f"vctb*/**/{container}/cgroup.procs") if container else []:
            pids = file.read_text().split()
            return int(pids[0]) if pids else None
    return None


class KilledPod:
    """Every kill takes one of the cluster's pods, chosen by the seed; the kubelet starts it again."""

    kind = "kill -9 of a pod"
    starts_can_be_killed = False
    takes_the_machine_along = False

    def __init__(self, cluster, random):
        self.cluster, self.random = cluster, random
        self.url, self.headers = cluster.url, {"api-key": cluster.api_key}
        self.killed, self.serving_s = None, []

    def begin(self):
        """The kubelet does that."""

    def fail(self):
        pods = self.cluster.pods()
        pod = pods[int(self.random.integers(len(pods)))]
        pid, self.killed = pod.pid(), pod
        if pid is None:
            raise RuntimeError(f"{pod.name} has no process in this machine's cgroups: is it of another machine?")
        ticks = start_ticks(pid)
        os.kill(pid, 9)
        wait_until(lambda: not is_alive_since(pid, ticks), 30, f"process {pid} of {pod.name} to end")
        return {"pod": pod.name}

    def await_ready(self):
        """Seconds from the start of the new container's process until the pod is seen Ready."""
        pods = wait_until(self.all_ready, READY_TIMEOUT_S, "all pods to be Ready")
        seen = time.clock_gettime(time.CLOCK_BOOTTIME)
        started = [start_ticks(pod.pid()) for pod in pods if self.killed is None or pod.name == self.killed.name]
        wait_until(self.is_serving, SERVING_TIMEOUT_S, "an exact count by all shards")
        self.serving_s.append(time.clock_gettime(time.CLOCK_BOOTTIME) - seen)
        return seen - max(started) / os.sysconf("SC_CLK_TCK")

    def all_ready(self):
        pods = self.cluster.pods()
        back = all(self.killed is None or pod.name != self.killed.name or pod.container != self.killed.container
                   for pod in pods)
        return pods if pods and back and all(pod.ready and pod.pid() for pod in pods) else None

    def is_serving(self):
        """Whether the other nodes reach the pod again; before there is a collection there is nothing to ask."""
        with httpx.Client(base_url=self.url, headers=self.headers, timeout=30) as http:
            return http.post(f"/collections/{COLLECTION}/points/count", json={"exact": True}).status_code in (200, 404)

    def tail(self):
        return f"kubectl logs --namespace {self.cluster.namespace} --previous {self.killed.name if self.killed else ''}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--namespace", default=NAMESPACE)
    parser.add_argument("--cluster", default=CLUSTER)
    arguments = parser.parse_args()
    cluster = Cluster(arguments.namespace, arguments.cluster)
    print(cluster.url, *(pod.pid() for pod in cluster.pods()))


if __name__ == "__main__":
    main()
