"""
Scores, their order and the options of a query, against numpy and against the official client's in-memory
implementation, which is exact.
"""

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

COUNT, DIMENSIONS = 300, 16
SEED = 11
# Scores nearer than this may change places: the graph holds bf16, the oracle f32.
TOLERANCE = {"Cosine": 1e-3, "Dot": 1e-3, "Euclid": 1e-3, "Manhattan": 1e-3}
SCORES = {
    models.Distance.COSINE: lambda a, b: a @ b / (np.linalg.norm(a, axis=1) * np.linalg.norm(b)),
    models.Distance.DOT: lambda a, b: a @ b,
    models.Distance.EUCLID: lambda a, b: np.sqrt(((a - b) ** 2).sum(1)),
    models.Distance.MANHATTAN: lambda a, b: np.abs(a - b).sum(1),
}
HIGHER_IS_NEARER = {models.Distance.COSINE, models.Distance.DOT}

pytestmark = pytest.mark.parametrize("distance", list(SCORES), ids=lambda distance: distance.value.lower())


@pytest.fixture(scope="module")
def vectors():
    print(f"seed {SEED}")
    return np.random.default_rng(SEED).normal(0, 0.3, (COUNT + 20, DIMENSIONS)).astype(np.float32)


@pytest.fixture
def filled(client, collection, distance, vectors):
    fill(client, collection, distance, vectors)
    return collection


@pytest.fixture
def oracle(collection, distance, vectors):
    oracle = QdrantClient(":memory:")
    fill(oracle, collection, distance, vectors)
    return oracle


def fill(client, collection, distance, vectors):
    client.create_collection(collection, vectors_config=models.VectorParams(size=DIMENSIONS, distance=distance))
    points = [models.PointStruct(id=row, vector=vectors[row].tolist(), payload={"row": row}) for row in range(COUNT)]
    client.upsert(collection, points, wait=True)


def assert_same_ranking(hits, expected, scores, tolerance):
    """The same scores in the same places; where ids differ, their scores are so near that both orders are right."""
    assert len(hits) == len(expected)
    assert len({hit.id for hit in hits}) == len(hits)
    np.testing.assert_allclose([hit.score for hit in hits], [hit.score for hit in expected], atol=tolerance)
    for hit, other in zip(hits, expected):
        assert hit.id == other.id or abs(scores[hit.id] - scores[other.id]) <= tolerance


@pytest.mark.parametrize("options", [
    {"limit": 10}, {"limit": COUNT + 5}, {"limit": 7, "offset": 13}, {"limit": 10, "offset": COUNT - 4},
    {"limit": 3, "offset": COUNT + 3}], ids=str)
@pytest.mark.parametrize("exact", [True, False], ids=["exact", "graph"])
def test_the_same_points_in_the_same_order(client, oracle, filled, vectors, distance, options, exact):
    for query in vectors[COUNT:]:
        scores = SCORES[distance](vectors[:COUNT], query)
        hits = client.query_points(
            filled, query.tolist(), search_params=models.SearchParams(exact=exact, hnsw_ef=COUNT), **options).points
        expected = oracle.query_points(filled, query.tolist(), **options).points

        assert_same_ranking(hits, expected, scores, TOLERANCE[distance.value])
        np.testing.assert_allclose(
            [hit.score for hit in hits], scores[[hit.id for hit in hits]], atol=TOLERANCE[distance.value])
        order = [hit.score for hit in hits]
        assert order == sorted(order, reverse=distance in HIGHER_IS_NEARER)


def test_a_threshold_is_the_worst_score(client, filled, vectors, distance):
    query = vectors[COUNT]
    scores = np.sort(SCORES[distance](vectors[:COUNT], query))
    # In the middle of a gap, so that a small error of a score changes nothing.
    ranked = scores[::-1] if distance in HIGHER_IS_NEARER else scores
    kept = next(rank for rank in range(20, COUNT) if abs(ranked[rank] - ranked[rank - 1]) > 0.01)
    threshold = (ranked[kept] + ranked[kept - 1]) / 2

    hits = client.query_points(filled, query.tolist(), limit=COUNT, score_threshold=float(threshold)).points

    assert len(hits) == kept
    if distance in HIGHER_IS_NEARER:
        assert min(hit.score for hit in hits) >= threshold
    else:
        assert max(hit.score for hit in hits) <= threshold


def test_a_query_by_id_excludes_the_point_itself(client, oracle, filled, vectors, distance):
    scores = SCORES[distance](vectors[:COUNT], vectors[17])

    hits = client.query_points(filled, 17, limit=10).points

    assert 17 not in {hit.id for hit in hits}
    assert_same_ranking(hits, oracle.query_points(filled, 17, limit=10).points, scores, TOLERANCE[distance.value])


def test_vectors_come_back_as_they_are_compared(client, filled, vectors, distance):
    record = client.retrieve(filled, [3], with_vectors=True)[0]

    sent = vectors[3] / np.linalg.norm(vectors[3]) if distance == models.Distance.COSINE else vectors[3]
    np.testing.assert_allclose(record.vector, sent, atol=1e-6)
