"""Clients that write and read a few points, reads being strong, and note what they called and were answered."""

import itertools
import threading
import time

import httpx
import numpy as np

from durability.content import vector
from failover.history import Operation, problem

COLLECTION = "history"
KEYS = 6
CLIENTS = 3
PAUSE_S = 0.2
TIMEOUT_S = 6


class Historians:
    """
    All of them, over one cluster. While they doubt, an answer is no promise: a write that was acknowledged may never have
    taken effect, and what a read saw may be gone.
    """

    def __init__(self, url, headers, seed):
        self.url, self.headers = url, headers
        self.numbers, self.lock = itertools.count(1), threading.Lock()
        self.operations = {key: [] for key in range(KEYS)}
        self.stopping, self.doubts = threading.Event(), False
        self.threads = [
            threading.Thread(target=self.work, args=(np.random.default_rng([seed, 77, client]),), daemon=True)
            for client in range(CLIENTS)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(3 * TIMEOUT_S)
            if thread.is_alive():
                raise TimeoutError("a client that keeps a history did not end")

    def work(self, random):
        with httpx.Client(base_url=self.url, headers=self.headers, timeout=TIMEOUT_S) as http:
            while not self.stopping.is_set():
                key = int(random.integers(KEYS))
                self.write(http, key) if random.random() < 0.5 else self.read(http, key)
                self.stopping.wait(PAUSE_S)

    def write(self, http, key):
        number, start, doubted = self.next_number(), time.monotonic(), self.doubts
        points = [{"id": key, "vector": vector(key, 1).tolist(), "payload": {"value": number}}]
        end = None
        try:
            answer = http.put(f"/collections/{COLLECTION}/points", params={"wait": "true"}, json={"points": points})
            if answer.status_code == 200 and not (doubted or self.doubts):
                end = time.monotonic()
        except httpx.HTTPError:
            pass  # No answer: the write may take effect or not, which is what an operation without an end says.
        self.note(key, Operation(number, True, number, start, end))

    def read(self, http, key):
        number, start, doubted = self.next_number(), time.monotonic(), self.doubts
        try:
            answer = http.post(
                f"/collections/{COLLECTION}/points", params={"consistency": "all"},
                json={"ids": [key], "with_payload": True})
            answer.raise_for_status()
        except httpx.HTTPError:
            return  # A read without an answer says nothing.
        if doubted or self.doubts:
            return
        found = answer.json()["result"]
        value = found[0]["payload"]["value"] if found else None
        self.note(key, Operation(number, False, value, start, time.monotonic()))

    def next_number(self):
        with self.lock:
            return next(self.numbers)

    def note(self, key, operation):
        with self.lock:
            self.operations[key].append(operation)

    def problems(self):
        for key, operations in self.operations.items():
            found = problem(operations)
            if found:
                yield f"the history of point {key} fits no register: {found}"

    def summary(self):
        every = [operation for operations in self.operations.values() for operation in operations]
        reads = sum(not operation.writes for operation in every)
        unanswered = sum(operation.end is None for operation in every)
        return (f"Histories of {KEYS} points: {len(every)} operations, {reads} of them strong reads, {unanswered} writes "
                "without an answer")
