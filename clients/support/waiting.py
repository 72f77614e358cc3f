"""Waiting for a state with a limit and a message that says what was waited for."""

import time


def wait_until(condition, timeout_s, what, every_s=0.05):
    """Asks again and again; the condition's first true value is the answer. An answer that costs CPU is asked for less often."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout_s} s for {what}")
        time.sleep(every_s)


def wait_green(client, collection, timeout_s=600):
    """Until every vector of the collection is in its graph, as benchmarks wait for it."""
    wait_until(lambda: client.get_collection(collection).status == "green", timeout_s, f"{collection} to be green")
