"""Reports: Markdown that says what was run, on what and with which seeds; no paths and no names of machines."""

import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "docs" / "reports"


def write(name, title, sections):
    REPORTS.mkdir(parents=True, exist_ok=True)
    text = "\n\n".join([f"# {title}", circumstances(), *sections])
    (REPORTS / name).write_text(text + "\n")
    print(f"report: docs/reports/{name}")


def circumstances():
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"Commit {commit()}; {os.cpu_count()} cores ({processor()}), {memory_gib:.0f} GiB, "
            f"{platform.system()} {platform.machine()}; load average at the end {os.getloadavg()[0]:.1f}.")


def commit():
    def git(*arguments):
        return subprocess.run(
            ["git", "-C", ROOT, *arguments], capture_output=True, text=True, timeout=30).stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/reports")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + (" with local changes" if changed else "")


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
