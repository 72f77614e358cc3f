"""An index node as a child process: start, stop, kill -9, start again on the same folder."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import httpx

from support.dataset import ROOT
from support.waiting import wait_until

LAUNCHER = ROOT / "index-node" / "bin" / "index-node"
START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 30


class Node:
    """
    Ports are chosen here and not by the node, so that a node started again has the addresses of the one before.
    Clients use 127.0.0.2: the official client closes its connection after each request to 127.0.0.1.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.port, self.management_port = free_ports(2)
        self.url = f"http://127.0.0.2:{self.port}"
        self.management_url = f"http://127.0.0.2:{self.management_port}"
        self.process = None
        self.log = folder / "node.log"

    def start(self):
        if not os.access(LAUNCHER, os.X_OK):
            raise FileNotFoundError(f"{LAUNCHER} is not there: run `make build`, or set VECTORCLUSTER_URL to a node")
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [LAUNCHER, "serve", "--data", self.folder / "data", "--port", str(self.port),
                   "--management-port", str(self.management_port)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        wait_until(self.is_ready, START_TIMEOUT_S, f"{self.management_url}/ready; the node's log is {self.log}")
        return self

    def is_ready(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the node ended with code {self.process.returncode}:\n{self.tail()}")
        try:
            return httpx.get(f"{self.management_url}/ready", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self):
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_TIMEOUT_S)

    def kill(self):
        self.process.kill()
        self.process.wait(STOP_TIMEOUT_S)

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def tail(self):
        return self.log.read_text(errors="replace")[-4000:]


def free_ports(count):
    """Ports that were free a moment ago; all are held at once so that they differ."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
