"""The main job with the official client: load real texts, ask real questions, delete some."""

import numpy as np
import pytest
from qdrant_client import models

from support.dataset import vector_params
from support.waiting import wait_green

BATCH = 256
PAGE = 1000
EF = 64
K = 10
# The graph holds bf16, 8 bits of mantissa: a score of unit vectors is off by less than this.
SCORE_TOLERANCE = 1e-2
MIN_RECALL = 0.97
SEED = 4


@pytest.fixture(scope="module")
def loaded(client, data):
    """The whole data set in one collection; a test that changes it puts it back."""
    name = "sample"
    client.delete_collection(name)
    assert client.create_collection(name, vectors_config=vector_params(data))
    client.upload_points(name, data.points(), batch_size=BATCH, wait=True)
    wait_green(client, name)
    yield name
    client.delete_collection(name)


def ask(client, collection, vector, **options):
    return client.query_points(
        collection, vector.tolist(), limit=K, search_params=models.SearchParams(hnsw_ef=EF), **options).points


def scroll_all(client, collection, **options):
    offset = None
    while True:
        records, offset = client.scroll(collection, limit=PAGE, offset=offset, **options)
        yield from records
        if offset is None:
            return


def test_every_point_is_counted(client, data, loaded):
    assert client.count(loaded, exact=True).count == len(data)
    assert client.get_collection(loaded).points_count == len(data)


def test_queries_find_the_true_neighbours(client, data, loaded):
    answers = [ask(client, loaded, query, with_payload=True) for query in data.queries]

    recall = data.recall([[hit.id for hit in answer] for answer in answers])
    print(f"recall@{K} {recall:.4f} at ef {EF}")
    assert recall >= MIN_RECALL
    for query, answer in zip(data.queries, answers):
        ids, scores = [hit.id for hit in answer], [hit.score for hit in answer]
        assert len(set(ids)) == K
        assert scores == sorted(scores, reverse=True)
        np.testing.assert_allclose(scores, cosines(data.base[ids], query), atol=SCORE_TOLERANCE)
        assert [hit.payload for hit in answer] == [data.payloads[row] for row in ids]


def test_exact_search_finds_all_of_them(client, data, loaded):
    for query, true in list(zip(data.queries, data.neighbors))[:50]:
        hits = client.query_points(
            loaded, query.tolist(), limit=K, search_params=models.SearchParams(exact=True)).points
        # Compared by score, because neighbours that are equally near may change places.
        np.testing.assert_allclose(
            cosines(data.base[[hit.id for hit in hits]], query), cosines(data.base[true[:K]], query), atol=1e-5)


def test_scroll_meets_every_point_once_in_order(client, data, loaded):
    records = list(scroll_all(client, loaded))

    assert [record.id for record in records] == list(range(len(data)))
    assert [record.payload for record in records] == data.payloads
    assert all(record.vector is None for record in records)


def test_scroll_offset_is_inclusive(client, data, loaded):
    records, following = client.scroll(loaded, offset=777, limit=3)
    assert [record.id for record in records] == [777, 778, 779]
    assert following == 780

    records, following = client.scroll(loaded, offset=len(data) - 2, limit=3)
    assert [record.id for record in records] == [len(data) - 2, len(data) - 1]
    assert following is None


def test_retrieve_by_id(client, data, loaded):
    wanted = [5, len(data) - 1, 0, 4711]
    with_vectors = client.retrieve(loaded, wanted + [len(data)], with_vectors=True)
    without = client.retrieve(loaded, wanted)

    assert [record.id for record in with_vectors] == wanted
    assert [record.payload for record in with_vectors] == [data.payloads[row] for row in wanted]
    for record in with_vectors:
        # Cosine vectors are stored, and come back, at unit length.
        assert np.linalg.norm(record.vector) == pytest.approx(1, abs=1e-4)
        np.testing.assert_allclose(record.vector, unit(data.base[record.id]), atol=1e-5)
    assert [record.id for record in without] == wanted
    assert all(record.vector is None for record in without)


def test_deleted_points_are_gone_until_they_are_sent_again(client, data, loaded):
    gone = sorted(np.random.default_rng(SEED).choice(len(data), 1000, replace=False).tolist())
    left = sorted(set(range(len(data))) - set(gone))
    try:
        client.delete(loaded, models.PointIdsList(points=gone), wait=True)

        assert client.retrieve(loaded, gone) == []
        assert client.count(loaded, exact=True).count == len(left)
        assert [record.id for record in scroll_all(client, loaded, with_payload=False)] == left
        # Asked with their own vectors, where they would be the best answers.
        for row in gone[::10]:
            assert not {hit.id for hit in ask(client, loaded, data.base[row])} & set(gone)
        for row in left[::200]:
            best = ask(client, loaded, data.base[row])[0]
            assert best.score == pytest.approx(1, abs=SCORE_TOLERANCE)
    finally:
        client.upsert(loaded, list(data.points(gone)), wait=True)

    assert client.count(loaded, exact=True).count == len(data)
    assert len(client.retrieve(loaded, gone)) == len(gone)
    wait_green(client, loaded)
    found = sum(row in {hit.id for hit in ask(client, loaded, data.base[row])} for row in gone[::10])
    assert found >= MIN_RECALL * len(gone[::10])


def cosines(vectors, query):
    return [float(unit(vector) @ unit(query)) for vector in vectors]


def unit(vector):
    return vector / np.linalg.norm(vector)
