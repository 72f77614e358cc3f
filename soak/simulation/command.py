"""A long run of the simulation of replicas, and its report."""

import argparse
import os
import subprocess
import sys

from durability import report

PACKAGE = "io.vectorcluster.indexnode.replication"

ABOUT = """\
Three stores of a shard, two operators and four clients run the protocol of primary and replicas in one thread, on a clock,
disks and a network drawn from a seed; the operators decide with the operator's own planner. Messages are lost, doubled, late
and overtaken; processes are killed and disks lost, links cut both ways or one, disks slow, operators paused, pods drained, the
topology's record deleted or set back; kills strike most where they are likely to hurt. Checked are: every point's history is
linearizable (so no acknowledged write is lost), all stores are equal after the faults, and all members are in sync again. A
planted mistake is one rule broken; the seeds are tried from 1 until the checks see it."""


ABOUT_MOVES = """\
Up to three shards of two stores each, two operators and clients run the protocol in one thread, on a clock, disks and a network
drawn from a seed; the operators decide with the operator's own planner. Shards are added and taken away at random moments, also
while the change before is under way, while processes are killed, disks lost and links cut. Checked are: every point's history is
linearizable, each point is at the owner of its slot and nowhere else, the two stores of a shard are equal after the faults, and
all moves have ended. A planted mistake is one rule broken; the seeds are tried from 1 until the checks see it."""


def main():
    parser = argparse.ArgumentParser(prog="simulation", description=__doc__)
    parser.add_argument("--moves", action="store_true", help="with shards that come and go")
    parser.add_argument("--seeds", type=int, help="500,000; with moves 200,000")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--planted-within", type=int, default=1_000, help="seeds to find a planted mistake in; 0: none is tried")
    parser.add_argument("--report", help="file in docs/reports")
    arguments = parser.parse_args()
    seeds = arguments.seeds or (200_000 if arguments.moves else 500_000)
    kind, about = ("moves", ABOUT_MOVES) if arguments.moves else ("replicas", ABOUT)
    threads = int(os.environ.get("THREADS", os.cpu_count()))
    commit = report.commit()  # of what is built, before hours in which the tree may change
    node = report.ROOT / "index-node" / "target"
    places = [node / "test-classes", node / "classes", (node / "test-class-path").read_text().strip()]
    run = subprocess.run(
        [f"{os.environ['JAVA_HOME']}/bin/java", "-Xmx2g", "-XX:+UseParallelGC",
         f"-Djava.util.concurrent.ForkJoinPool.common.parallelism={threads - 1}", "-cp", ":".join(map(str, places)),
         f"{PACKAGE}.SimulationCommand", kind, str(seeds), str(arguments.first),
         str(arguments.planted_within)],
        stdout=subprocess.PIPE, text=True)
    print(run.stdout)
    if arguments.report and run.stdout:
        run_of = f"Commit under test {commit}, {threads} threads."
        report.write(arguments.report, f"Simulation of {kind}", [about, run_of, run.stdout.strip()])
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
