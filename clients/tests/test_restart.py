"""Ends of a process, polite and not: what was acknowledged is there afterwards."""

import threading
from contextlib import closing

import httpx
import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from conftest import URL
from support.node import Node
from support.waiting import wait_green, wait_until

COLLECTION = "restarted"
DIMENSIONS = 32
BATCH = 50
ROUNDS = 5
SEED = 23


@pytest.fixture
def node(tmp_path):
    if URL:
        pytest.skip("VECTORCLUSTER_URL names a node that the tests may not kill")
    node = Node(tmp_path)
    try:
        yield node.start()
    finally:
        node.close()


def connect(node):
    """Without the client's check of versions: it runs on a thread of its own and may meet a node just killed."""
    return closing(QdrantClient(url=node.url, timeout=30, check_compatibility=False))


def vector(row):
    return np.random.default_rng([SEED, row]).normal(0, 1, DIMENSIONS).astype(np.float32)


def points(first, count):
    return [
        models.PointStruct(id=row, vector=vector(row).tolist(), payload={"row": row})
        for row in range(first, first + count)]


def create(client):
    client.create_collection(
        COLLECTION, vectors_config=models.VectorParams(size=DIMENSIONS, distance=models.Distance.EUCLID))


class Writer(threading.Thread):
    """Upserts batch after batch and deletes every tenth point of each, until the node no longer answers."""

    def __init__(self, url, first):
        super().__init__(daemon=True)
        self.client, self.next = QdrantClient(url=url, timeout=10, check_compatibility=False), first
        self.kept, self.deleted, self.surprise = [], [], None

    def run(self):
        try:
            while True:
                rows = list(range(self.next, self.next + BATCH))
                self.next += BATCH
                self.client.upsert(COLLECTION, points(rows[0], BATCH), wait=True)
                self.kept += rows
                # Counted as neither while the delete is under way: without an answer both ends are right.
                doomed = rows[::10]
                self.kept = self.kept[:-BATCH] + [row for row in rows if row not in doomed]
                self.client.delete(COLLECTION, models.PointIdsList(points=doomed), wait=True)
                self.deleted += doomed
        except Exception as end:
            self.surprise = end
        finally:
            self.client.close()


def test_sigterm_ends_with_code_0_and_loses_nothing(node):
    with connect(node) as client:
        create(client)
        client.upsert(COLLECTION, points(0, 500), wait=True)

    assert node.stop() == 0, node.tail()
    node.start()

    with connect(node) as client:
        assert client.count(COLLECTION, exact=True).count == 500
        assert client.query_points(COLLECTION, vector(7).tolist(), limit=1).points[0].id == 7


def test_sigterm_lets_a_request_end(node):
    with connect(node) as client:
        create(client)
    writer = Writer(node.url, 0)
    writer.start()
    wait_until(lambda: len(writer.kept) > 200, 60, "200 points to be written")

    assert node.stop() == 0, node.tail()
    writer.join(30)
    node.start()

    with connect(node) as client:
        assert_all_there(client, writer.kept, writer.deleted)


def test_kill_9_loses_nothing_that_was_acknowledged(node):
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    kept, deleted, first = [], [], 0
    with connect(node) as client:
        create(client)
    for _ in range(ROUNDS):
        writer = Writer(node.url, first)
        writer.start()
        goal = int(rng.integers(200, 1500))
        wait_until(lambda: len(writer.kept) > goal or not writer.is_alive(), 120, f"{goal} points to be written")
        assert writer.is_alive(), f"writing ended by itself: {writer.surprise}"

        node.kill()
        writer.join(30)
        node.start()

        kept, deleted, first = kept + writer.kept, deleted + writer.deleted, writer.next
        with connect(node) as client:
            assert_all_there(client, kept, deleted)


def assert_all_there(client, kept, deleted):
    found = {}
    for start in range(0, len(kept), 1000):
        for record in client.retrieve(COLLECTION, kept[start:start + 1000], with_vectors=True):
            found[record.id] = record
    assert sorted(set(kept) - set(found)) == []
    for row, record in found.items():
        assert record.payload == {"row": row}
        # Equal as 32-bit floats: the answer has as many digits as tell them apart, not those of 64 bits.
        assert np.array_equal(np.array(record.vector, np.float32), vector(row))
    assert client.retrieve(COLLECTION, deleted) == [], "deleted points came back"
    # Every point is its own nearest by far; asked of a graph that may have been rebuilt.
    wait_green(client, COLLECTION)
    for row in kept[::97]:
        hits = client.query_points(
            COLLECTION, vector(row).tolist(), limit=1, search_params=models.SearchParams(hnsw_ef=128)).points
        assert [hit.id for hit in hits] == [row]
    for row in deleted[::29]:
        assert row not in {hit.id for hit in client.query_points(COLLECTION, vector(row).tolist(), limit=5).points}


def test_a_collection_that_was_deleted_stays_so(node):
    with connect(node) as client:
        create(client)
        client.upsert(COLLECTION, points(0, 10), wait=True)
        client.delete_collection(COLLECTION)

    node.kill()
    node.start()

    with connect(node) as client:
        assert not client.collection_exists(COLLECTION)


def test_management(node):
    for path in ("/health", "/ready", "/stats", "/metrics"):
        assert httpx.get(node.management_url + path).status_code == 200
    assert isinstance(httpx.get(node.management_url + "/stats").json(), dict)
    metrics = httpx.get(node.management_url + "/metrics").text
    for name in ("usearch_queries_total", "usearch_query_latency_seconds", "usearch_index_size",
                 "usearch_memory_usage_bytes", "usearch_disk_usage_bytes"):
        assert f"\n# TYPE {name} " in "\n" + metrics
