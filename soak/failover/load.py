"""The load under which things fail, and what came of it."""

import time

import httpx
import numpy as np

from durability import report
from durability.check import check
from durability.content import COLLECTION, CREATE
from durability.survivors import surviving, summary
from durability.writers import Client
from failover.cluster import CUT_OFF
from failover.finder import Finder
from failover.historians import COLLECTION as HISTORY
from failover.historians import Historians
from failover.loss import LIMIT, Loss, by_kind, figures
from failover.readers import PAUSE_S, Reader
from support.waiting import wait_until

WRITERS = 4
# Processes share this machine: a load without rest would measure how they wait for each other, not for a failover. New
# processes are slow as well, until their code is compiled.
REST_S = 0.4
WARM_READS, WARM_TIMEOUT_S = 400, 120
# What is promised: a pod that is killed costs no more.
READS_BACK_S, WRITES_BACK_S = 1, 5
WHOLE_TIMEOUT_S = 180
EQUAL_TIMEOUT_S = 60
# Copies are the same so soon after the last write, also where each of them takes writes.
EQUAL_S = 10
# Longer than a failover: a request that went to the machine behind a cut is given up, others get their answer.
CLIENT_TIMEOUT_S = 6
# Each look at the cluster starts processes, on the machine whose answers are timed.
LOOK_S = 1


class Load:
    """Writers, a reader and clients that keep histories, for as long as the steps of a run take."""

    def __init__(self, cluster, seed):
        self.cluster, self.seed = cluster, seed
        self.random = np.random.default_rng(seed)
        self.clients = [Client(number, seed, number % 2 == 1) for number in range(WRITERS)]
        self.losses, self.findings, self.wrong, self.summary, self.equal_s = [], None, [], "", 0
        self.survivors, self.reader, self.historians = [], None, None
        self.finder, self.notes = None, []

    def under(self, steps, finds=False):
        """With a client that looks for known points, if asked for."""
        wait_until(self.cluster.is_whole, WHOLE_TIMEOUT_S, "every copy to be in sync")
        url, headers = self.cluster.url, {"api-key": self.cluster.api_key}
        with httpx.Client(base_url=url, headers=headers, timeout=60) as http:
            for collection in (COLLECTION, CUT_OFF, HISTORY):
                http.delete(f"/collections/{collection}")
                http.put(f"/collections/{collection}", json=CREATE).raise_for_status()
        self.reader, self.historians = Reader(url, headers), Historians(url, headers, self.seed)
        if finds:
            self.finder = Finder(url, headers, self.seed)
            self.finder.prepare()
            self.finder.start()
        self.reader.start()
        self.historians.start()
        with surviving(self.clients, url, headers, CLIENT_TIMEOUT_S, REST_S) as self.survivors:
            wait_until(lambda: self.reader.answered >= WARM_READS, WARM_TIMEOUT_S, f"{WARM_READS} searches")
            for step in steps:
                step()
        self.historians.stop()
        self.reader.stopping.set()
        self.reader.join(10)
        if self.finder:
            self.finder.stop()
            self.wrong += self.finder.wrong
        self.judge(url, headers)

    def judge(self, url, headers):
        self.summary = summary(self.survivors)
        ended = time.monotonic()
        wait_until(self.cluster.replicas_are_equal, EQUAL_TIMEOUT_S, f"equal copies: {self.cluster.replica_digests()}")
        self.equal_s = time.monotonic() - ended
        if self.equal_s > LIMIT * EQUAL_S:
            self.wrong.append(f"copies are equal {self.equal_s:.1f} s after the last write, the bound is {EQUAL_S} s")
        self.findings = check(url, headers, [client.ledger for client in self.clients], self.random)
        self.wrong += [str(violation) for violation in self.findings.violations]
        if self.cluster.orders_writes():
            self.wrong += self.historians.problems()
        self.wrong += [problem for loss in self.losses for problem in loss.problems()]

    def doubt(self, doubts):
        """From now on, whether what is acknowledged may be lost."""
        for client in self.clients:
            client.ledger.doubts = doubts
        self.historians.doubts = doubts

    def failed(self):
        """The reader is impatient, to measure: what it would not wait for counts by its time only."""
        refused = {kind: count for kind, count in self.reader.failures.items() if not kind.endswith("Timeout")}
        found = sum(self.finder.failures.values()) if self.finder else 0
        return found + sum(refused.values()) + sum(sum(each.failures.values()) for each in self.survivors)

    def reset(self):
        """From now on the longest times without an answer are measured anew."""
        for survivor in self.survivors:
            survivor.gap_s, survivor.last = 0, time.monotonic()
        self.reader.reset()

    def lose(self, kind, what, strike, back, reads_s=READS_BACK_S, writes_s=WRITES_BACK_S, may_fail=True):
        """
        Strikes, and waits until it is over. Kubernetes and the status may for a moment still say what was before: `back`
        has to see through that.
        """
        self.reset()
        struck, failed = time.monotonic(), self.failed()
        strike()
        wait_until(back, WHOLE_TIMEOUT_S, f"{what} to be over", LOOK_S)
        wait_until(self.cluster.is_whole, WHOLE_TIMEOUT_S, "every copy to be in sync again", LOOK_S)
        loss = Loss(
            kind, what, max(survivor.longest_gap_s for survivor in self.survivors), self.reader.longest_gap_s,
            time.monotonic() - struck, writes_s, reads_s, self.failed() - failed, may_fail)
        self.losses.append(loss)
        print(f"  {loss}", flush=True)
        if loss.reads_s > loss.reads_bound_s:
            print(f"    reads: {self.reader.gap()}", flush=True)

    def content(self):
        lost = self.findings.lost_in_doubt
        doubted = f"; {lost} points lost that only one disk had acknowledged" if lost else ""
        return (f"{self.findings.live} points at the end, nothing lost that was promised{doubted}; all copies equal by digest "
                f"{self.equal_s:.1f} s after the last write")

    def line(self):
        return "; ".join([*(figures(kind, losses) for kind, losses in by_kind(self.losses).items()), *self.notes, *self.found(),
                          self.content(), self.histories()])

    def found(self):
        if self.finder:
            yield f"known points were asked for {self.finder.asked} times and never missed or doubled"

    def histories(self):
        fits = "each fits one register" if self.cluster.orders_writes() else "in this mode they need not fit one register"
        return f"{self.historians.summary()}; {fits}"

    def sections(self):
        yield (f"Seed {self.seed}. {WRITERS} clients write up to {1 / REST_S:.1f} times a second each (batches of 20, "
               "`wait=true`; two of them delete two batches of five), one searches up to "
               f"{1 / PAUSE_S:.0f} times a second, each time on a new connection. Two kills of "
               "three strike the primary of a shard. At the end every point is compared with what was acknowledged, and "
               "every copy's slots by their digests.")
        yield "\n".join(f"- {figures(kind, losses)}" for kind, losses in by_kind(self.losses).items())
        if self.finder:
            yield "\n".join(f"- {each}" for each in [*self.notes, *self.found()])
        yield "Wrong:\n\n" + "\n".join(f"- {each}" for each in self.wrong) if self.wrong else f"{self.content()}."
        yield f"{self.histories()}."
        yield (f"{self.summary}. Searches: {self.reader.answered}, without an answer: "
               f"{sum(self.reader.failures.values())}.")
        yield report.table(
            ["what", "no write for", "no read for", "whole again after", "without success"],
            [[loss.what, f"{loss.writes_s:.2f} s", f"{loss.reads_s:.2f} s", f"{loss.whole_s:.1f} s", str(loss.failed)]
             for loss in self.losses])
