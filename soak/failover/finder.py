"""A client that looks for points that nobody changes: whatever moves or fails meanwhile, each search finds them, once."""

import threading
import time
from collections import Counter

import httpx
import numpy as np

from durability.content import COLLECTION as OTHER
from durability.content import CREATE, body, vector
from durability.survivors import kind

COLLECTION = f"{OTHER}-known"
POINTS, BATCH = 2_000, 500
# Open loop: a search is due at its time, however long the one before it took.
EVERY_S = 0.1
COUNT_EVERY = 10
TIMEOUT_S = 10


class Finder(threading.Thread):
    """Searches for known points by their vectors; every tenth time it counts all of them."""

    def __init__(self, url, headers, seed):
        super().__init__(daemon=True)
        self.url, self.headers = url, headers
        self.random = np.random.default_rng([seed, 99])
        self.stopping = threading.Event()
        self.taken_s, self.failures, self.wrong = [], Counter(), []
        self.asked, self.end = 0, "an error in the client itself"

    def prepare(self):
        with httpx.Client(base_url=self.url, headers=self.headers, timeout=60) as http:
            http.delete(f"/collections/{COLLECTION}")
            http.put(f"/collections/{COLLECTION}", json=CREATE).raise_for_status()
            for first in range(0, POINTS, BATCH):
                points = [body(point, 1) for point in range(first, first + BATCH)]
                http.put(f"/collections/{COLLECTION}/points", params={"wait": "true"}, json={"points": points}).raise_for_status()

    def reset(self):
        """From now on times are measured anew."""
        self.taken_s = []

    def run(self):
        # A connection of its own for each request: which node answers is the Service's choice each time.
        alone = httpx.Limits(max_keepalive_connections=0)
        due = time.monotonic()
        with httpx.Client(base_url=self.url, headers=self.headers, timeout=TIMEOUT_S, limits=alone) as http:
            while not self.stopping.wait(max(0, due - time.monotonic())):
                self.asked += 1
                try:
                    self.count(http) if self.asked % COUNT_EVERY == 0 else self.find(http, int(self.random.integers(POINTS)))
                except httpx.HTTPError as failure:
                    self.failures[kind(failure)] += 1
                self.taken_s.append(time.monotonic() - due)
                due += EVERY_S
        self.end = None

    def find(self, http, point):
        query = {"query": vector(point, 1).tolist(), "limit": 5}
        answer = http.post(f"/collections/{COLLECTION}/points/query", json=query)
        answer.raise_for_status()
        found = [hit["id"] for hit in answer.json()["result"]["points"]]
        if found[:1] != [point]:
            self.wrong.append(f"a search for known point {point} found {found}")
        if len(set(found)) != len(found):
            self.wrong.append(f"a search for known point {point} doubled one: {found}")

    def count(self, http):
        answer = http.post(f"/collections/{COLLECTION}/points/count", json={"exact": True})
        answer.raise_for_status()
        count = answer.json()["result"]["count"]
        if count != POINTS:
            self.wrong.append(f"{count} of {POINTS} known points were counted")

    def stop(self):
        self.stopping.set()
        self.join(2 * TIMEOUT_S)
        if self.end:
            self.wrong.append(f"the client that looks for known points ended: {self.end}")

    def p99_s(self):
        return float(np.percentile(self.taken_s, 99)) if self.taken_s else 0.0
