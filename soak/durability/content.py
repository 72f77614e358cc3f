"""What is stored under an id and a sequence number: a function of both, so that no content need be remembered."""

import numpy as np

DIMENSIONS = 32
COLLECTION = "durability"
# Euclid leaves vectors as they were sent, so that they can be compared bit by bit.
CREATE = {"vectors": {"size": DIMENSIONS, "distance": "Euclid"}}


def vector(point, seq):
    return np.random.default_rng([point, seq]).normal(0, 1, DIMENSIONS).astype(np.float32)


def payload(point, seq):
    return {"seq": seq, "text": f"content {seq} of point {point}"}


def body(point, seq):
    return {"id": point, "vector": vector(point, seq).tolist(), "payload": payload(point, seq)}


def is_body(record, seq):
    """Whether an answered record is exactly what was sent."""
    return (record["payload"] == payload(record["id"], seq)
            and np.array_equal(np.asarray(record["vector"], dtype=np.float32), vector(record["id"], seq)))
