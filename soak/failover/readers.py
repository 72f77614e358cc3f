"""A client that reads on through a failure, and notes how long it could not."""

import threading
import time
from collections import Counter

import httpx

from durability.content import COLLECTION, vector
from durability.survivors import kind

TIMEOUT_S = 1
PAUSE_S = 0.05


class Reader(threading.Thread):
    """Searches again and again; an answer of all shards is a success."""

    def __init__(self, url, headers):
        super().__init__(daemon=True)
        self.url, self.headers = url, headers
        self.stopping = threading.Event()
        self.answered, self.failures = 0, Counter()
        self.end = "an error in the client itself"
        self.reset()

    def reset(self):
        """From now on the longest time is measured anew."""
        self.gap_s, self.waits_since = 0, None
        self.tried, self.tried_in_gap = [], []

    def run(self):
        query = {"query": vector(1, 1).tolist(), "limit": 3, "with_payload": True}
        # A connection of its own for each request: which node answers is the Service's choice each time.
        alone = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(base_url=self.url, headers=self.headers, timeout=TIMEOUT_S, limits=alone) as http:
            while not self.stopping.is_set():
                began = time.monotonic()
                self.waits_since = self.waits_since or began
                try:
                    http.post(f"/collections/{COLLECTION}/points/query", json=query).raise_for_status()
                except httpx.HTTPError as failure:
                    self.failures[kind(failure)] += 1
                    self.tried.append((time.monotonic() - began, reason(failure)))
                else:
                    self.succeeded(began, time.monotonic())
                self.stopping.wait(PAUSE_S)
        self.end = None

    def succeeded(self, began, now):
        self.tried.append((now - began, "answered"))
        # Only what was asked for counts: what the client needs between two requests is its own time.
        waited_s = now - (self.waits_since or began)
        if waited_s > self.gap_s:
            self.gap_s, self.tried_in_gap = waited_s, self.tried
        self.waits_since, self.tried = None, []
        self.answered += 1

    def gap(self):
        """What was tried in the longest time without an answer: why it was so long."""
        return ", ".join(f"{outcome} after {taken_s:.2f} s" for taken_s, outcome in self.tried_in_gap)

    @property
    def longest_gap_s(self):
        """From the first request that was not answered to the next answer."""
        waits_since = self.waits_since
        return max(self.gap_s, time.monotonic() - waits_since if waits_since else 0)


def reason(failure):
    if isinstance(failure, httpx.HTTPStatusError):
        return f"{kind(failure)} ({failure.response.text[:300]})"
    return kind(failure)
