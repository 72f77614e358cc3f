"""
The end-to-end scenario of the quick start several times over, on a machine that does nothing else, and the medians of
its times.

  soak/bin/quickstart-times [--runs 5] [--report NAME]        needs root and warm caches

Exit code 1 if a bound is passed.
"""

import argparse
import re
import statistics
import subprocess
import sys

from durability import report
from support.dataset import ROOT

TIMEOUT_S = 1200
# Seconds of each figure of the scenario's last line that a bound exists for.
BOUNDS = {"first": 180, "again": 90, "service back": 5, "statefulset back": 5, "secret back": 5, "ports back": 5}
FIGURE = re.compile(r"([a-z ]+?) (\d+) (ms|s)\b")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--report", help="name of the report in docs/reports")
    arguments = parser.parse_args()
    runs = []
    for number in range(1, arguments.runs + 1):
        print(f"run {number} of {arguments.runs}", flush=True)
        runs.append(scenario())
        print(f"  {runs[-1]}", flush=True)
    wrong = [f"{name}: {median(runs, name):.1f} s, more than {bound}" for name, bound in BOUNDS.items()
             if median(runs, name) > bound]
    if arguments.report:
        report.write(arguments.report, "Quick start: times", sections(runs, wrong))
    print("\n".join(wrong) or "all as it must be")
    sys.exit(bool(wrong))


def scenario():
    """The figures of one run in seconds, by name."""
    done = subprocess.run(["scripts/e2e", "quickstart"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=TIMEOUT_S)
    lines = [line for line in done.stdout.splitlines() if line.startswith("quickstart: ")]
    if done.returncode != 0 or not lines:
        sys.exit(f"{done.stdout}\nscripts/e2e quickstart failed with code {done.returncode}")
    return {name.strip(): int(value) / (1000 if unit == "ms" else 1)
            for name, value, unit in FIGURE.findall(lines[-1].removeprefix("quickstart:"))}


def median(runs, name):
    return statistics.median(run[name] for run in runs)


def sections(runs, wrong):
    yield (f"`make e2e SCENARIO=quickstart`, {len(runs)} times one after the other with warm caches. First: `make "
           f"quickstart` without a cluster, from the build to the answers of three questions and the table. Again: the "
           f"same beside the running cluster. Back: from the deletion or the edit of a child by hand until it is as "
           f"before. Pod ready: from the deletion of a pod until its successor is Ready.")
    yield report.table(
        ["figure", "median, s", "bound", "of"],
        [[name, f"{median(runs, name):.2f}", BOUNDS.get(name, ""), ", ".join(f"{run[name]:g}" for run in runs)]
         for name in runs[0]])
    yield "Wrong:\n\n" + "\n".join(f"- {each}" for each in wrong) if wrong else "All as it must be."


if __name__ == "__main__":
    main()
