"""A client that reads on through a failure, and notes how long it could not."""

import threading
import time
from collections import Counter

import httpx

from durability.content import COLLECTION, vector
from durability.survivors import kind

TIMEOUT_S = 1
PAUSE_S = 0.02


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
        self.gap_s, self.last = 0, time.monotonic()

    def run(self):
        query = {"query": vector(1, 1).tolist(), "limit": 3, "with_payload": True}
        while not self.stopping.is_set():
            # A connection of its own for each request: which node answers is the Service's choice each time.
            try:
                with httpx.Client(base_url=self.url, headers=self.headers, timeout=TIMEOUT_S) as http:
                    http.post(f"/collections/{COLLECTION}/points/query", json=query).raise_for_status()
            except httpx.HTTPError as failure:
                self.failures[kind(failure)] += 1
            else:
                now = time.monotonic()
                self.gap_s, self.last = max(self.gap_s, now - self.last), now
                self.answered += 1
            self.stopping.wait(PAUSE_S)
        self.end = None

    @property
    def longest_gap_s(self):
        return max(self.gap_s, time.monotonic() - self.last)
