"""The order of work: load, failure at a seeded moment, start, check; again on the same data."""

import os
import statistics
import time
from dataclasses import dataclass, field

import httpx
import numpy as np

from durability.check import check
from durability.content import COLLECTION, CREATE
from durability.writers import Client, Writer
from support.waiting import wait_until

WRITERS = 4
LOAD_S = (0.3, 2.5)
# One start of four is itself cut short by a kill at a moment in this span after it.
KILLED_STARTS = 0.25
KILLED_START_S = (0.1, 1.2)
READY_LIMIT_S = 10
# A machine that others share may be slow: a test fails above three times the limit, and prints the time anyway. With
# more than this many threads waiting for each core, the time is that of the others and is printed only.
READY_BOUND_S = 3 * READY_LIMIT_S
OVERLOAD_PER_CORE = 4
FIRST_ANSWER_TIMEOUT_S = 60
JOIN_TIMEOUT_S = 120


@dataclass
class Figures:
    kind: str
    workload: str
    seed: int
    rounds: int = 0
    acknowledged_upserts: int = 0
    acknowledged_deletes: int = 0
    points: int = 0
    unanswered: int = 0
    unanswered_effective: int = 0
    searched: int = 0
    graph_misses: int = 0
    killed_starts: int = 0
    ready_s: list = field(default_factory=list)
    overloaded: int = 0
    late: list = field(default_factory=list)
    violations: list = field(default_factory=list)
    failures: list = field(default_factory=list)

    @property
    def ready(self):
        return f"{statistics.median(self.ready_s):.2f} s median, {max(self.ready_s):.2f} s longest"


class Rounds:
    def __init__(self, target, workload, seed, say=print):
        self.target, self.say = target, say
        self.random = np.random.default_rng(seed)
        self.clients = [Client(number, seed, workload == "deletes") for number in range(WRITERS)]
        self.figures = Figures(target.kind, workload, seed)

    def prepare(self):
        self.target.begin()
        self.target.await_ready()
        with httpx.Client(base_url=self.target.url, headers=self.target.headers, timeout=60) as http:
            http.delete(f"/collections/{COLLECTION}")
            http.put(f"/collections/{COLLECTION}", json=CREATE).raise_for_status()

    def run(self, rounds):
        """Rounds without end on a bad finding: the figures hold all violations."""
        self.say(f"{self.figures.kind}, {self.figures.workload}: {rounds} rounds, seed {self.figures.seed}")
        self.prepare()
        for number in range(1, rounds + 1):
            self.round(number)
        return self.figures

    def round(self, number):
        figures = self.figures
        load_s = float(self.random.uniform(*LOAD_S))
        failure = self.fail_under_load(load_s)
        figures.failures.append(failure)
        ready_s = self.start_again()
        findings = check(
            self.target.url, self.target.headers, [client.ledger for client in self.clients], self.random)
        figures.rounds += 1
        figures.ready_s.append(ready_s)
        overloaded = os.getloadavg()[0] > OVERLOAD_PER_CORE * os.cpu_count()
        figures.overloaded += overloaded
        if ready_s > READY_BOUND_S and not overloaded:
            figures.late.append(f"round {number}: ready after {ready_s:.1f} s, more than {READY_BOUND_S} s")
        figures.points = findings.live
        figures.searched += findings.searched
        figures.graph_misses += findings.graph_misses
        figures.unanswered += findings.unanswered
        figures.unanswered_effective += findings.unanswered_effective
        figures.violations += [f"round {number}: {violation}" for violation in findings.violations]
        figures.acknowledged_upserts = sum(client.ledger.acknowledged_upserts for client in self.clients)
        figures.acknowledged_deletes = sum(client.ledger.acknowledged_deletes for client in self.clients)
        by_itself = f", ended {'by itself' if failure['by_itself'] else 'by a kill'} with {failure['exit_code']}" \
            if "by_itself" in failure else ""
        struck = f", {failure['pod']}," if "pod" in failure else ""
        self.say(
            f"  round {number}: {self.target.kind}{struck} after {load_s:.3f} s{by_itself}; ready in {ready_s:.2f} s; "
            f"acknowledged so far {figures.acknowledged_upserts} upserts, {figures.acknowledged_deletes} deletes; "
            f"{findings.live} points; {findings.unanswered} changes without answer, {findings.unanswered_effective} "
            f"of them there; {len(findings.violations)} violations", flush=True)
        for violation in findings.violations[:5]:
            self.say(f"    {violation}", flush=True)

    def fail_under_load(self, load_s):
        """The moment counts from the first acknowledgement on: a round without load would prove nothing."""
        before = self.acknowledged()
        writers = [Writer(client, self.target.url, self.target.headers) for client in self.clients]
        for writer in writers:
            writer.start()
        wait_until(lambda: self.acknowledged() > before, FIRST_ANSWER_TIMEOUT_S, "a write to be acknowledged")
        time.sleep(load_s)
        early = [writer.end for writer in writers if writer.end is not None]
        if self.target.takes_the_machine_along:
            # The file system is shut down, the process is not: a sync that is under way may still return success for
            # what never reached the disk, and its answer gets out. With the power gone nobody would hear it.
            for writer in writers:
                writer.powerless.set()
        failure = self.target.fail()
        for writer in writers:
            writer.stopping.set()
        for writer in writers:
            writer.join(JOIN_TIMEOUT_S)
            if writer.is_alive():
                raise TimeoutError(f"a client had no answer for {JOIN_TIMEOUT_S} s after the failure")
        if early:
            raise RuntimeError(f"writing ended before the failure: {early}")
        return failure

    def acknowledged(self):
        return sum(client.ledger.acknowledged_upserts + client.ledger.acknowledged_deletes for client in self.clients)

    def until_planted_bug_is_found(self, limit):
        """
        A node whose syncs do nothing acknowledges what is not durable: the checks must find that. The first sentence
        that says so, or None after `limit` rounds.
        """
        self.say(f"planted bug, {self.figures.kind}, {self.figures.workload}: seed {self.figures.seed}")
        self.prepare()
        for number in range(1, limit + 1):
            self.target.drop_syncs()
            self.figures.failures.append(self.fail_under_load(float(self.random.uniform(*LOAD_S))))
            self.figures.rounds = number
            try:
                self.target.begin()
                self.target.await_ready()
            except RuntimeError as refused:
                return f"the node does not start on what is left: {str(refused).splitlines()[-1]}"
            ledgers = [client.ledger for client in self.clients]
            found = check(self.target.url, self.target.headers, ledgers, self.random).violations
            self.say(f"  round {number}: {len(found)} violations", flush=True)
            if found:
                return f"{len(found):,} violations, the first: {found[0]}"
        return None

    def start_again(self):
        self.target.begin()
        if self.target.starts_can_be_killed and self.random.random() < KILLED_STARTS:
            time.sleep(float(self.random.uniform(*KILLED_START_S)))
            self.target.kill()
            self.figures.killed_starts += 1
            self.target.begin()
        return self.target.await_ready()
