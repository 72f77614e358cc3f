"""Loads a data set through the public API with the official client and asks three questions of it."""

import argparse
import gzip
import json
import pathlib
import sys
import time

import numpy
from qdrant_client import QdrantClient, models

COLLECTION = "debian-packages"
BATCH = 500
QUESTIONS = ["ccrypt", "endless-sky", "josm"]


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def load(client, data):
    base = numpy.load(data / "base.f16.npy")
    payloads = lines(data / "payloads.jsonl.gz")
    if client.collection_exists(COLLECTION):
        if client.count(COLLECTION, exact=True).count == len(base):
            print(f"collection {COLLECTION} holds the {len(base)} points already")
            return
        client.delete_collection(COLLECTION)
    client.create_collection(
        COLLECTION, vectors_config=models.VectorParams(size=base.shape[1], distance=models.Distance.COSINE)
    )
    start = time.monotonic()
    for first in range(0, len(base), BATCH):
        last = min(first + BATCH, len(base))
        client.upsert(
            COLLECTION,
            models.Batch(
                ids=list(range(first, last)),
                vectors=base[first:last].astype("float32").tolist(),
                payloads=payloads[first:last],
            ),
            wait=True,
        )
        if last % 5000 == 0 or last == len(base):
            print(f"  {last} of {len(base)} points, {last / (time.monotonic() - start):.0f} a second", flush=True)


def wait_until_indexed(client, seconds):
    end = time.monotonic() + seconds
    while client.get_collection(COLLECTION).status != models.CollectionStatus.GREEN:
        if time.monotonic() > end:
            sys.exit(f"the index is not complete after {seconds} s: look at the nodes' logs")
        time.sleep(0.2)


def ask(client, vector, limit=10, payload=False):
    return client.query_points(
        COLLECTION,
        query=vector.astype("float32").tolist(),
        limit=limit,
        with_payload=payload,
        search_params=models.SearchParams(hnsw_ef=64),
    ).points


def questions(client, data):
    vectors = numpy.load(data / "queries.f16.npy")
    payloads = lines(data / "queries.jsonl.gz")
    names = [payload["name"] for payload in payloads]
    rows = [names.index(name) for name in QUESTIONS if name in names] or [0, 1, 2]
    for row in rows:
        print(f'\nWhich packages are like "{payloads[row]["summary"]}"?')
        for hit in ask(client, vectors[row], limit=3, payload=True):
            print(f'  {hit.score:.3f}  {hit.payload["name"]}: {hit.payload["summary"]}')


def recall(client, data):
    vectors = numpy.load(data / "queries.f16.npy")
    neighbors = numpy.load(data / "neighbors.i32.npy")
    found = 0
    for vector, expected in zip(vectors, neighbors):
        found += len({hit.id for hit in ask(client, vector)} & set(expected[:10].tolist()))
    return found / (10 * len(vectors)), len(vectors)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--api-key-file", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    key = arguments.api_key_file.read_text().strip() if arguments.api_key_file else None
    client = QdrantClient(url=arguments.url, api_key=key, timeout=60)
    load(client, arguments.data)
    wait_until_indexed(client, 120)
    questions(client, arguments.data)
    value, asked = recall(client, arguments.data)
    print(f"\nrecall@10 of {asked} questions against exact search: {value:.4f}")
    if value < 0.97:
        sys.exit("recall@10 is below 0.97")


if __name__ == "__main__":
    main()
