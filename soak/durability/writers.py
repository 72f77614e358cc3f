"""Clients that write without pause until the node no longer answers."""

import threading

import httpx
import numpy as np

from durability.content import COLLECTION, body
from durability.ledger import ABSENT, Ledger

BATCH = 20
IDS_PER_WRITER = 4_000
# Longer than the node's own limit for a request: an answer, if there is one, is waited for.
TIMEOUT_S = 90


class Client:
    """One writer's ids, ledger and random stream, kept over all rounds."""

    def __init__(self, number, seed, deletes):
        self.first = number * IDS_PER_WRITER
        self.ledger = Ledger()
        self.random = np.random.default_rng([seed, number])
        self.deletes = deletes
        self.seq = 0

    def next_changes(self):
        """Upserts of new and known points; in a mix two batches of five are deletes, once there is enough to delete."""
        live = self.ledger.live
        if self.deletes and len(live) > 5 * BATCH and self.random.random() < 0.4:
            return {int(point): ABSENT for point in self.random.choice(live, BATCH, replace=False)}
        self.seq += 1
        chosen = self.first + self.random.choice(IDS_PER_WRITER, BATCH, replace=False)
        return {int(point): self.seq for point in chosen if int(point) not in self.ledger.given_up}


class Writer(threading.Thread):
    """Sends a client's changes with wait=true, one request at a time, until one has no success."""

    def __init__(self, client, url, headers):
        super().__init__(daemon=True)
        self.client, self.url, self.headers = client, url, headers
        self.end = None
        self.stopping = threading.Event()
        self.powerless = threading.Event()

    def run(self):
        ledger = self.client.ledger
        try:
            with httpx.Client(base_url=self.url, headers=self.headers, timeout=TIMEOUT_S) as http:
                while not self.stopping.is_set():
                    ledger.offer(self.client.next_changes())
                    send(http, ledger.in_flight).raise_for_status()
                    if self.powerless.is_set():
                        self.end = "an answer that a machine without power could not have given"
                        return
                    ledger.acknowledge()
        except httpx.HTTPStatusError as refusal:
            self.end = f"{refusal.response.status_code} {refusal.response.text[:200]}"
        except httpx.HTTPError as broken:
            self.end = type(broken).__name__


def send(http, changes):
    doomed = [point for point, seq in changes.items() if seq is ABSENT]
    path = f"/collections/{COLLECTION}/points"
    if doomed:
        return http.post(f"{path}/delete", params={"wait": "true"}, json={"points": doomed})
    return http.put(path, params={"wait": "true"}, json={"points": [body(*change) for change in changes.items()]})
