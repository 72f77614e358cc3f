"""A node as a process of its own, killed with SIGKILL or by a power cut under its disk."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import httpx

from durability.disk import Disk
from durability.workplace import NODE, record
from support.node import LAUNCHER, free_ports
from support.waiting import wait_until

# Far above any limit that is judged: a start that takes longer hangs, and its threads are printed.
START_TIMEOUT_S = 180
FAIL_STOP_TIMEOUT_S = 20
# Every sync of the traced process answers at once with success and does nothing.
DROP_SYNCS = ["strace", "--follow-forks", "--quiet=all", "--output=/dev/null",
              "--trace=fsync,fdatasync,sync_file_range", "--inject=fsync,fdatasync,sync_file_range:retval=0"]


def why_no_planted_bug():
    """The reason why syncs cannot be dropped here, or None."""
    return None if shutil.which("strace") else "strace is not found (Debian: apt-get install strace)"


class NodeProcess:
    """VECTORCLUSTER_NODE names another launcher than this tree's."""

    headers = {}
    starts_can_be_killed = True
    takes_the_machine_along = False

    def __init__(self, folder):
        self.folder = folder
        self.port, self.management_port = free_ports(2)
        # Not 127.0.0.1, so that a client's connection there cannot be mistaken for one of another test.
        self.url, self.management_url = f"http://127.0.0.2:{self.port}", f"http://127.0.0.2:{self.management_port}"
        self.log = folder / "node.log"
        self.process = None
        self.started = None

    def begin(self):
        command = [os.environ.get("VECTORCLUSTER_NODE", LAUNCHER), "serve", "--data", self.folder / "data",
                   "--port", str(self.port), "--management-port", str(self.management_port)]
        with open(self.log, "ab") as log:
            self.started = time.monotonic()
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        record(self.folder / NODE, self.process.pid)

    def await_ready(self):
        """Seconds from the start of the process to the first 200 of /ready."""
        with httpx.Client(base_url=self.management_url, timeout=5) as http:
            while True:
                if self.process.poll() is not None:
                    raise RuntimeError(f"the node ended with code {self.process.returncode}:\n{self.tail()}")
                try:
                    if http.get("/ready").status_code == 200:
                        return time.monotonic() - self.started
                except httpx.TransportError:
                    pass
                if time.monotonic() - self.started > START_TIMEOUT_S:
                    raise TimeoutError(f"not ready after {START_TIMEOUT_S} s:\n{self.threads()}")
                time.sleep(0.01)

    def drop_syncs(self):
        """From now on, until the process ends, and the tracer with it."""
        pid = self.process.pid
        subprocess.Popen([*DROP_SYNCS, f"--attach={pid}"], stdin=subprocess.DEVNULL)
        wait_until(lambda: all(is_traced(task) for task in Path(f"/proc/{pid}/task").iterdir()), 30,
                   f"strace to trace all threads of {pid}")

    def threads(self):
        """What a Java process logs on SIGQUIT: its threads and where they are."""
        logged = self.log.stat().st_size
        self.process.send_signal(signal.SIGQUIT)
        wait_until(lambda: b"JNI global refs" in self.log.read_bytes()[logged:] or self.process.poll() is not None,
                   30, "the threads of a node that is not ready")
        return self.log.read_bytes()[logged:].decode(errors="replace")

    def kill(self):
        """SIGKILL, and the exit code: another one if the process had ended by itself."""
        self.process.kill()
        return self.process.wait(30)

    def tail(self, bytes_=3_000):
        return self.log.read_bytes()[-bytes_:].decode(errors="replace")


def is_traced(task):
    try:
        return "\nTracerPid:\t0\n" not in (task / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


class KilledProcess(NodeProcess):
    kind = "kill -9"

    def fail(self):
        if self.kill() != -9:
            raise RuntimeError(f"the node ended by itself, with code {self.process.returncode}:\n{self.tail()}")
        return {}


class PowerCutProcess(NodeProcess):
    kind = "power cut"
    takes_the_machine_along = True

    def __init__(self, folder):
        super().__init__(folder)
        self.disk = Disk(folder, folder / "data")

    def fail(self):
        logged = self.log.stat().st_size
        self.disk.cut()
        try:
            # A node that cannot write ends by itself; one without a write under way may not have noticed yet.
            code, by_itself = self.process.wait(FAIL_STOP_TIMEOUT_S), True
        except subprocess.TimeoutExpired:
            code, by_itself = self.kill(), False
        lost = self.disk.restore()
        return {"exit_code": code, "by_itself": by_itself, "probe_lost": lost,
                "last_words": self.log.read_bytes()[logged:].decode(errors="replace")}
