"""
A cluster with several copies loses pods, disks, machines, its operator, the API server and its topology record, and gets
more and fewer shards, under load.

  soak/bin/failover pods disks machine stopped leader operator api record one scale... [--kills 30] [--disks 10] [--away-s 60]
                    [--reversals 20] [--cluster NAME] [--report NAME]

  pods, disks         a pod is killed; a pod and its volume are deleted
  machine, stopped    a machine without the leading operator is cut off; loses its power
  leader              the machine of the leading operator is cut off, and a second operator takes over
  operator, api       no operator; no API server
  record              the topology record is deleted, then set back to an old copy
  scale               3 -> 5 -> 2 -> 4 shards while nothing fails; again, and back to 3, while primaries and the operator are
                      killed
  reverse             another number of shards is asked for, and at a random moment the one before
  one                 with `acks: One`: what a single disk had acknowledged is lost with it, and counted

Needs a VectorCluster with replication.factor of 2 or more on this machine's testbed, of two machines or more where machines
are lost (examples/replicated.yaml). Exit code 1 if something was lost that was promised, if copies differ, or if clients
could not read or write for longer than three times the bound.
"""

import argparse
import os
import signal
import sys

from durability import report
from durability.pods import NAMESPACE
from failover.cluster import ReplicatedCluster
from failover.faults import Faults
from failover.load import Load
from failover.scaling import STEPS, Scaling

FAILURES = ("pods", "disks", "machine", "stopped", "leader", "operator", "api", "record", "one", "scale", "reverse")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("failures", nargs="+", choices=FAILURES, metavar="FAILURE")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS, help="numbers of shards, one after the other")
    parser.add_argument("--step-kills", type=int, default=3, help="for each change of the shards the second time; 0: no second time")
    parser.add_argument("--reversals", type=int, default=20)
    parser.add_argument("--disks", type=int, default=10)
    parser.add_argument("--away-s", type=float, default=60, help="how long there is no operator, and no API server")
    parser.add_argument("--namespace", default=NAMESPACE)
    parser.add_argument("--cluster", default="replicated")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "1")))
    parser.add_argument("--report", help="name of the report in docs/reports")
    arguments = parser.parse_args()
    # So that a run that is told to end cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    cluster = ReplicatedCluster(arguments.namespace, arguments.cluster)
    load = Load(cluster, arguments.seed)
    faults = Faults(cluster, load)
    steps = {
        "pods": lambda: repeat(faults.kill, arguments.kills), "disks": lambda: repeat(faults.lose_disk, arguments.disks),
        "machine": faults.isolate, "stopped": faults.stop, "leader": faults.isolate_leader,
        "operator": lambda: faults.without_operator(arguments.away_s),
        "api": lambda: faults.without_api(arguments.away_s), "record": faults.lose_record,
        "one": faults.lose_what_one_disk_has, "scale": lambda: scale(Scaling(cluster, load), arguments.steps, arguments.step_kills),
        "reverse": lambda: reverse(Scaling(cluster, load), arguments.reversals)}
    load.under([steps[failure] for failure in arguments.failures], finds={"scale", "reverse"} & {*arguments.failures})
    if arguments.report:
        report.write(arguments.report, f"Failover: {arguments.cluster}", load.sections())
    print("\n".join([*load.wrong, load.summary, *load.notes] if load.wrong else [load.line()]))
    sys.exit(bool(load.wrong))


def repeat(loss, times):
    for number in range(1, times + 1):
        loss(number)


def scale(scaling, steps, kills):
    first = scaling.begin()
    for shards in steps:
        scaling.step(shards)
    for shards in (*steps, first) if kills else ():
        scaling.step(shards, kills)


def reverse(scaling, times):
    scaling.begin()
    repeat(scaling.reverse, times)


if __name__ == "__main__":
    main()
