"""Rounds of kills and power cuts from the command line; exit code 1 if something acknowledged was lost."""

import argparse
import os
import signal
import sys

import numpy as np

from durability import disk, pods, process, report
from durability.rounds import OVERLOAD_PER_CORE, READY_BOUND_S, READY_LIMIT_S, Rounds
from durability.workplace import Workplace

TARGETS = {"crash": process.KilledProcess, "powercut": process.PowerCutProcess}
WORKLOADS = ("upserts", "deletes")
PLANTED_ROUNDS = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("failures", nargs="+", choices=[*TARGETS, "pod", "planted"])
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", "20")))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "1")))
    parser.add_argument("--namespace", default=pods.NAMESPACE, help="of the cluster whose pods are killed")
    parser.add_argument("--cluster", default=pods.CLUSTER, help="the VectorCluster whose pods are killed")
    parser.add_argument("--report", help="name of the report in docs/reports")
    arguments = parser.parse_args()
    # So that a run that is told to end cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    figures, notes = [], []
    for failure in arguments.failures:
        reason = (disk.why_not() if failure in ("powercut", "planted") else None) or (
            process.why_no_planted_bug() if failure == "planted" else None)
        if reason:
            notes.append(f"SKIPPED {failure}: {reason}")
            print(notes[-1])
        elif failure == "planted":
            notes.append(planted(arguments.seed))
        else:
            figures += [run(failure, workload, arguments) for workload in WORKLOADS]
    wrong = [problem for each in figures for problem in problems(each)]
    wrong += [note for note in notes if note.startswith("NOT FOUND")]
    if arguments.report:
        report.write(arguments.report, "Durability", sections(figures, notes, wrong))
    print("\n".join(wrong) or "nothing acknowledged was lost")
    sys.exit(bool(wrong))


def run(failure, workload, arguments):
    with Workplace() as place:
        if failure == "pod":
            cluster = pods.Cluster(arguments.namespace, arguments.cluster)
            target = pods.KilledPod(cluster, np.random.default_rng([arguments.seed, len(workload)]))
        else:
            target = TARGETS[failure](place.folder)
        rounds = Rounds(target, workload, arguments.seed)
        try:
            return rounds.run(arguments.rounds)
        except Exception:
            print(f"the end of the node's log:\n{rounds.target.tail()}", file=sys.stderr)
            raise


def planted(seed):
    with Workplace() as place:
        rounds = Rounds(process.PowerCutProcess(place.folder), "upserts", seed)
        found = rounds.until_planted_bug_is_found(PLANTED_ROUNDS)
        if found is None:
            return f"NOT FOUND: a node whose syncs do nothing passed {PLANTED_ROUNDS} power cuts"
        print(f"  found in round {rounds.figures.rounds}: {found}")
        return (f"A planted bug, every fsync and fdatasync of the node made to do nothing, is found in power cut "
                f"{rounds.figures.rounds}: \"{found}\".")


def problems(figures):
    name = f"{figures.kind}, {figures.workload}"
    yield from (f"{name}: {problem}" for problem in figures.violations + figures.late)
    for failure in figures.failures:
        if failure.get("by_itself") and failure["exit_code"] == 0:
            yield f"{name}: a node that lost its disk ended with code 0"


def sections(figures, notes, wrong):
    yield (
        "Clients write without pause (4 clients, batches of 20, `wait=true`; with deletes, two batches of five "
        "delete). At a seeded moment the node is killed, or the file system under its data stops and forgets what was "
        "not synced. It is started again on the same data, one start of four being killed itself, and all of "
        "its content is compared with what was acknowledged: every point with payload and vector by retrieve and by "
        "scroll, the exact count, known points by search, deleted and overwritten ones by search. A request without an "
        "answer may have taken effect or not, each of its points by itself.")
    yield report.table(
        ["failure", "load", "seed", "failures", "upserts acknowledged", "deletes acknowledged", "points at the end",
         "violations", "changes without answer (there)", "ready again"],
        [[each.kind, each.workload, each.seed, each.rounds, f"{each.acknowledged_upserts:,}",
          f"{each.acknowledged_deletes:,}", f"{each.points:,}", len(each.violations),
          f"{each.unanswered} ({each.unanswered_effective})", each.ready] for each in figures])
    searched, misses = sum(each.searched for each in figures), sum(each.graph_misses for each in figures)
    yield (
        f"Ready again: from the start of the process to the first 200 of `/ready`, for a pod from the start of its "
        f"container's process until it is seen Ready; the limit is {READY_LIMIT_S} s, the test fails above "
        f"{READY_BOUND_S} s, unless the machine has more than {OVERLOAD_PER_CORE} threads waiting for each core "
        f"({sum(each.overloaded for each in figures)} of the starts). Known points searched for: {searched:,}; found "
        f"by exact search only: {misses}.")
    cuts = [failure for each in figures for failure in each.failures if "probe_lost" in failure]
    if cuts:
        ended = [cut["exit_code"] for cut in cuts if cut["by_itself"]]
        yield (
            f"Power cuts: {len(cuts)}. A probe written just before without a sync was lost in "
            f"{sum(cut['probe_lost'] for cut in cuts)}, the synced one in none. The node ended by itself in "
            f"{len(ended)} (exit codes {sorted(set(ended))}) and was killed in {len(cuts) - len(ended)}.")
    yield from notes
    yield "Wrong:\n\n" + "\n".join(f"- {each}" for each in wrong) if wrong else "Nothing acknowledged was lost."


if __name__ == "__main__":
    main()
