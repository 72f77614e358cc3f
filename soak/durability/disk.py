"""
A disk whose power can be cut: XFS on a loop device over a file. `xfs_io -x -c shutdown` stops the file system at once
without writing its log: what was not synced is gone, and every later write or sync fails. Mounting it again replays
the log as after a loss of power.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from durability.workplace import DISK, run, unmount

SIZE_MIB = 4_096
PROBE = bytes(range(256)) * 16


def why_not():
    """The reason why power cuts cannot be run here, or None."""
    if os.geteuid() != 0:
        return "power cuts need root to mount a file system; this runs as an ordinary user"
    missing = [tool for tool in ("mkfs.xfs", "xfs_io", "losetup") if not shutil.which(tool)]
    if missing:
        return f"{', '.join(missing)} not found: install xfsprogs and mount (Debian: apt-get install xfsprogs mount)"
    if subprocess.run(["losetup", "--find"], capture_output=True, timeout=30).returncode != 0:
        return "there is no free loop device"
    if "\txfs\n" not in Path("/proc/filesystems").read_text() and subprocess.run(
            ["modprobe", "xfs"], capture_output=True, timeout=30).returncode != 0:
        return "this kernel has no XFS"
    return None


class Disk:
    """
    With each cut goes a probe, which shows that the cut is one: of two files written just before, the one that was
    synced must be there afterwards, and the content of the other must not.
    """

    def __init__(self, folder, mount_point):
        self.image, self.mount_point = folder / "disk.img", mount_point
        mount_point.mkdir()
        (folder / DISK).write_text(json.dumps({"mount_point": str(mount_point)}))
        with open(self.image, "wb") as image:
            image.truncate(SIZE_MIB * 1024 * 1024)
        run("mkfs.xfs", "-q", str(self.image))
        self.mount()

    def mount(self):
        run("mount", "-o", "loop,nodev,nosuid,noexec", str(self.image), str(self.mount_point))

    def cut(self):
        self.write_probe("probe-synced", sync=True)
        self.write_probe("probe-unsynced", sync=False)
        run("xfs_io", "-x", "-c", "shutdown", str(self.mount_point))

    def write_probe(self, name, sync):
        with open(self.mount_point / name, "wb", buffering=0) as file:
            file.write(PROBE)
            if sync:
                os.fsync(file.fileno())
        if sync:
            folder = os.open(self.mount_point, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    def restore(self):
        """Unmounts and mounts again; whether the unsynced probe was lost."""
        unmount(self.mount_point)
        self.mount()
        synced, unsynced = self.mount_point / "probe-synced", self.mount_point / "probe-unsynced"
        if synced.read_bytes() != PROBE:
            raise RuntimeError("the file system lost what was synced: this machine cannot run power cuts")
        lost = not unsynced.exists() or unsynced.read_bytes() != PROBE
        synced.unlink()
        unsynced.unlink(missing_ok=True)
        return lost
