"""
A folder of this run below one root, where a later run can see what is to be cleaned up after this one if it crashes.

Each run's folder records its owner and its node as "pid start-time": a pid alone may belong to somebody else by then.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(tempfile.gettempdir()) / "vectorcluster-soak"
UNMOUNT_TIMEOUT_S = 30
OWNER, NODE, DISK = "owner", "node", "disk.json"


class Workplace:
    def __init__(self):
        ROOT.mkdir(mode=0o700, exist_ok=True)
        for folder in sorted(ROOT.iterdir()):
            if not is_alive(folder / OWNER):
                clean(folder)
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=ROOT))
        record(self.folder / OWNER, os.getpid())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        clean(self.folder)


def clean(folder):
    """Ends the node, unmounts the disk (which frees its loop device) and removes the folder."""
    end_recorded(folder / NODE)
    if (folder / DISK).exists():
        mount_point = json.loads((folder / DISK).read_text())["mount_point"]
        unmount(mount_point)
        image = folder / "disk.img"
        for line in run("losetup", "--associated", str(image)).splitlines():
            run("losetup", "--detach", line.partition(":")[0])
    shutil.rmtree(folder)


def unmount(mount_point):
    """A process that has just been killed may hold its files for a moment more."""
    deadline = time.monotonic() + UNMOUNT_TIMEOUT_S
    while is_mounted(mount_point):
        try:
            run("umount", str(mount_point))
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def is_mounted(mount_point):
    """Asked of the kernel's list: os.path.ismount says no of a file system that was shut down."""
    lines = Path("/proc/self/mounts").read_text().splitlines()
    return str(mount_point) in (line.split()[1] for line in lines)


def run(*command):
    """Its output; an exception with its message if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def record(file, pid):
    file.write_text(f"{pid} {start_ticks(pid)}")


def is_alive(file):
    """Whether the recorded process runs; a run whose record is not there yet has only just begun, or died at once."""
    try:
        pid, ticks = file.read_text().split()
    except FileNotFoundError:
        return time.time() - file.parent.stat().st_mtime < 10
    except ValueError:
        return False
    return is_alive_since(int(pid), int(ticks))


def is_alive_since(pid, ticks):
    """Whether a process with this id that started then still runs."""
    return ticks is not None and start_ticks(pid) == ticks


def end_recorded(file):
    if not file.exists() or not is_alive(file):
        return
    pid = int(file.read_text().split()[0])
    os.kill(pid, 9)
    deadline = time.monotonic() + 30
    while is_alive(file):
        if time.monotonic() > deadline:
            raise TimeoutError(f"process {pid} was killed 30 s ago and is still there")
        time.sleep(0.05)


def start_ticks(pid):
    """When a process started, in clock ticks since boot; None if it is gone or has ended and waits to be collected."""
    try:
        # The name, in parentheses, may hold anything; after it come the fields from the third, state, on.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])
