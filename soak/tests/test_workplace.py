"""A run that crashed is cleaned up after by the next one."""

import os
import signal
import subprocess
import sys

import pytest

from durability import disk
from durability.workplace import ROOT, Workplace, is_mounted, start_ticks
from support.waiting import wait_until

CRASHING = """
import os, subprocess
from durability.disk import Disk
from durability.workplace import NODE, Workplace, record
place = Workplace()
Disk(place.folder, place.folder / "data")
node = subprocess.Popen(["sleep", "600"], cwd=place.folder / "data", stdout=subprocess.DEVNULL)
record(place.folder / NODE, node.pid)
print(place.folder, node.pid, flush=True)
input()
"""


def test_the_next_run_cleans_up_after_one_that_was_killed():
    if disk.why_not():
        pytest.skip(disk.why_not())
    crashing = subprocess.Popen(
        [sys.executable, "-c", CRASHING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    folder, node = crashing.stdout.readline().split()
    os.kill(crashing.pid, signal.SIGKILL)
    crashing.wait(30)
    assert is_mounted(f"{folder}/data") and start_ticks(int(node))

    with Workplace() as place:
        assert os.listdir(ROOT).count(place.folder.name) == 1

    assert not os.path.exists(folder) and not is_mounted(f"{folder}/data")
    wait_until(lambda: start_ticks(int(node)) is None, 10, "the node of the killed run to end")
    devices = subprocess.run(["losetup", "--list", "--noheadings"], capture_output=True, text=True).stdout
    assert folder not in devices


def test_a_run_that_goes_on_is_left_alone():
    with Workplace() as first, Workplace() as second:
        assert first.folder.exists() and second.folder.exists()
