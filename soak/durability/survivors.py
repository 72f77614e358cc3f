"""Clients that write on through a failure, as those of a cluster that outlives it do, and note how long they could not."""

import threading
import time
from collections import Counter
from contextlib import contextmanager

import httpx

from durability.writers import IDS_PER_WRITER, send

# Short: a request that went to a machine behind a cut has no answer ever, and the next may go to another.
TIMEOUT_S = 2
PAUSE_S = 0.05
JOIN_TIMEOUT_S = 30
# Ids of requests without success are written no more; a load without ids would prove nothing.
GIVEN_UP_ALLOWED = IDS_PER_WRITER // 2


class Survivor(threading.Thread):
    """
    Sends a client's changes with wait=true, one request at a time, until it is stopped. What had no success is given up
    and counted by its kind.
    """

    def __init__(self, client, url, headers, timeout_s=TIMEOUT_S, rest_s=0):
        super().__init__(daemon=True)
        self.client, self.url, self.headers, self.timeout_s, self.rest_s = client, url, headers, timeout_s, rest_s
        self.stopping = threading.Event()
        self.failures = Counter()
        self.acknowledged = 0
        self.end = "an error in the client itself"
        self.gap_s = 0
        self.last = time.monotonic()

    def run(self):
        ledger = self.client.ledger
        with httpx.Client(base_url=self.url, headers=self.headers, timeout=self.timeout_s) as http:
            while not self.stopping.is_set():
                if len(ledger.given_up) > GIVEN_UP_ALLOWED:
                    self.end = f"no success with {GIVEN_UP_ALLOWED} points"
                    return
                ledger.offer(self.client.next_changes())
                try:
                    send(http, ledger.in_flight).raise_for_status()
                except httpx.HTTPError as failure:
                    ledger.give_up()
                    self.failures[kind(failure)] += 1
                    self.stopping.wait(PAUSE_S)
                else:
                    ledger.acknowledge()
                    self.note_success()
                    self.stopping.wait(self.rest_s)
        self.gap_s = self.longest_gap_s
        self.end = None

    def note_success(self):
        now = time.monotonic()
        self.gap_s, self.last = max(self.gap_s, now - self.last), now
        self.acknowledged += 1

    @property
    def longest_gap_s(self):
        """Seconds between two successes, or without one so far."""
        return max(self.gap_s, time.monotonic() - self.last) if self.is_alive() else self.gap_s


def kind(failure):
    if isinstance(failure, httpx.HTTPStatusError):
        return str(failure.response.status_code)
    return type(failure).__name__


@contextmanager
def surviving(clients, url, headers, timeout_s=TIMEOUT_S, rest_s=0):
    """
    A load for as long as the block runs; then all have ended, and their ledgers can be checked. Each client rests for a while
    after a success.
    """
    survivors = [Survivor(client, url, headers, timeout_s, rest_s) for client in clients]
    for survivor in survivors:
        survivor.start()
    try:
        yield survivors
    finally:
        for survivor in survivors:
            survivor.stopping.set()
        for survivor in survivors:
            survivor.join(JOIN_TIMEOUT_S)
    if any(survivor.is_alive() for survivor in survivors):
        raise TimeoutError(f"a client did not end in {JOIN_TIMEOUT_S} s")
    ends = [survivor.end for survivor in survivors if survivor.end]
    if ends:
        raise RuntimeError(f"a client ended before it was stopped: {ends}")


def summary(survivors):
    """One line of figures."""
    failures = sum((survivor.failures for survivor in survivors), Counter())
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(failures.items())) or "none"
    return (f"{sum(survivor.acknowledged for survivor in survivors)} requests acknowledged, without success: {kinds}; "
            f"longest time without success {max(survivor.longest_gap_s for survivor in survivors):.2f} s")
