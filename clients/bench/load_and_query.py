"""
Loads a data set into a node or cluster with the official client, asks all its queries and measures both.

  python=$(clients/bin/venv)
  $python clients/bench/load_and_query.py                               a node of its own
  $python clients/bench/load_and_query.py URL --pid PID --pid PID       what runs there, the CPU of these processes

Prints a table, and one line of JSON last. Exit code 1 if a point is missing or recall is below --min-recall.
The API key, if the server wants one, is read from VECTORCLUSTER_API_KEY.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import httpx
import numpy as np
from qdrant_client import QdrantClient, models

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.dataset import SAMPLE, DataSet, vector_params  # noqa: E402  (the path is set in the line above)
from support.node import Node  # noqa: E402
from support.waiting import wait_green  # noqa: E402

K = 10
TIMEOUT_S = 120
DEBUG = {"x-vectorcluster-debug": "true"}
DISTANCES = "x-vectorcluster-distances-computed"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?", help="data API; without it a node is started, and stopped at the end")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA") or SAMPLE))
    parser.add_argument("--pid", type=int, action="append", default=[], help="a server process; may be repeated")
    parser.add_argument("--collection", default="bench")
    parser.add_argument("--ef", type=int, default=64)
    parser.add_argument("--batch", type=int, default=256, help="points per upsert")
    parser.add_argument("--parallel", type=int, default=1, help="client processes while loading")
    parser.add_argument("--warm-rounds", type=int, default=8, help="how often all queries are asked before")
    parser.add_argument("--rounds", type=int, default=3, help="how often all queries are asked for the measured time")
    parser.add_argument("--min-recall", type=float, default=0.97)
    parser.add_argument("--keep", action="store_true", help="leave the collection there")
    arguments = parser.parse_args()
    figures = measure(arguments, arguments.url, arguments.pid) if arguments.url else measure_own_node(arguments)
    for name, value in figures.items():
        print(f"{name:32} {value:>14,}" if isinstance(value, (int, float)) else f"{name:32} {value!s:>14}")
    print(json.dumps(figures))
    sys.exit(int(figures["counted"] != figures["points"] or figures["recall_at_10"] < arguments.min_recall))


def measure_own_node(arguments):
    """A node with a folder of its own, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="vectorcluster-bench-") as folder:
        node = Node(Path(folder))
        try:
            node.start()
            return measure(arguments, node.url, [node.process.pid])
        finally:
            node.close()


def measure(arguments, url, pids):
    """All figures of one run, by name."""
    data = DataSet(arguments.data)
    key = os.environ.get("VECTORCLUSTER_API_KEY")
    client = QdrantClient(url=url, api_key=key, timeout=TIMEOUT_S)
    client.delete_collection(arguments.collection)
    client.create_collection(arguments.collection, vectors_config=vector_params(data))
    figures = {"data": arguments.data.name, "points": len(data), "queries": len(data.queries), "ef": arguments.ef}
    try:
        figures |= load(client, arguments, data, pids)
        figures |= ask(client, arguments, data, pids)
        figures |= ask_for_distances(url, key, arguments, data)
    finally:
        if not arguments.keep:
            client.delete_collection(arguments.collection)
    return figures


def load(client, arguments, data, pids):
    points = list(data.points())
    started, cpu = time.perf_counter(), cpu_seconds(pids)
    client.upload_points(
        arguments.collection, points, batch_size=arguments.batch, parallel=arguments.parallel, wait=True)
    stored = time.perf_counter() - started
    wait_green(client, arguments.collection)
    return {
        "counted": client.count(arguments.collection, exact=True).count,
        "upserts_per_second": round(len(data) / stored, 1),
        "upserts_per_second_until_green": round(len(data) / (time.perf_counter() - started), 1),
        "upserts_per_cpu_second": rate(len(data), cpu_seconds(pids), cpu),
    }


def ask(client, arguments, data, pids):
    vectors = [query.tolist() for query in data.queries]
    options = {"limit": K, "search_params": models.SearchParams(hnsw_ef=arguments.ef)}
    # What is measured is a server that has been asked for a while: a JVM compiles the code of its first
    # thousands of queries beside answering them.
    for _ in range(arguments.warm_rounds):
        answers = [client.query_points(arguments.collection, vector, **options).points for vector in vectors]
    latencies, started, cpu = [], time.perf_counter(), cpu_seconds(pids)
    for vector in vectors * arguments.rounds:
        asked = time.perf_counter()
        client.query_points(arguments.collection, vector, **options)
        latencies.append(time.perf_counter() - asked)
    return {
        "recall_at_10": round(data.recall([[hit.id for hit in answer] for answer in answers], K), 4),
        "queries_per_second_1_client": round(len(latencies) / (time.perf_counter() - started), 1),
        "queries_per_cpu_second": rate(len(latencies), cpu_seconds(pids), cpu),
        "latency_p50_ms": round(float(np.percentile(latencies, 50)) * 1000, 2),
        "latency_p99_ms": round(float(np.percentile(latencies, 99)) * 1000, 2),
    }


def ask_for_distances(url, key, arguments, data):
    """The official client hides headers, so these requests are raw."""
    computed = []
    with httpx.Client(base_url=url, headers={"api-key": key} if key else {}, timeout=TIMEOUT_S) as http:
        for query in data.queries:
            body = {"query": query.tolist(), "limit": K, "params": {"hnsw_ef": arguments.ef}}
            response = http.post(f"/collections/{arguments.collection}/points/query", json=body, headers=DEBUG)
            response.raise_for_status()
            computed.append(response.headers.get(DISTANCES))
    known = None not in computed
    return {"distances_per_query": round(sum(map(int, computed)) / len(computed), 1) if known else None}


def cpu_seconds(pids):
    """User and system time of the processes so far, all threads; None without processes."""
    ticks = 0
    for pid in pids:
        # The name, in parentheses, may hold anything; after it come the fields from the third, state, on.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") if pids else None


def rate(count, now, before):
    return None if now is None or now == before else round(count / (now - before), 1)


if __name__ == "__main__":
    main()
