"""Collections: their life, what clients need to read back, and the texts that clients look for."""

import urllib.parse

import pytest
from qdrant_client import models

import api

VECTORS = models.VectorParams(size=4, distance=models.Distance.DOT)


def test_life_of_a_collection(client, collection):
    assert not client.collection_exists(collection)

    assert client.create_collection(collection, vectors_config=VECTORS)
    assert client.collection_exists(collection)
    assert collection in [each.name for each in client.get_collections().collections]
    info = client.get_collection(collection)
    assert info.status == models.CollectionStatus.GREEN
    assert info.points_count == 0
    assert info.config.params.vectors.size == 4
    assert info.config.params.vectors.distance == models.Distance.DOT

    assert client.delete_collection(collection) is True
    assert not client.collection_exists(collection)
    assert collection not in [each.name for each in client.get_collections().collections]
    with pytest.raises(Exception, match="(?i)not found"):
        client.get_collection(collection)


def test_a_new_collection_of_an_old_name_is_empty(client, collection):
    client.create_collection(collection, vectors_config=VECTORS)
    client.upsert(collection, [models.PointStruct(id=1, vector=[1, 2, 3, 4])], wait=True)
    client.delete_collection(collection)

    client.create_collection(collection, vectors_config=VECTORS)

    assert client.count(collection, exact=True).count == 0
    assert client.retrieve(collection, [1]) == []
    assert client.query_points(collection, [1, 2, 3, 4]).points == []


def test_root_reports_a_version_that_clients_accept(http):
    # Bare, without the envelope: clients read it before anything else.
    root = http.get("/").json()

    assert root["title"]
    assert root["version"].startswith("1.19.")
    assert len(root["commit"]) == 40


def test_required_fields_of_a_collection(http, collection):
    api.create(http, collection, {
        "vectors": {"size": 4, "distance": "Euclid"}, "hnsw_config": {"m": 24, "ef_construct": 99},
        "optimizers_config": {"indexing_threshold": 12345}, "wal_config": None, "replication_factor": 1})

    info = api.result(http.get(f"/collections/{collection}"))

    assert info["status"] == "green"
    assert info["optimizer_status"] == "ok"
    assert type(info["segments_count"]) is int
    assert type(info["points_count"]) is int
    assert info["payload_schema"] == {}
    config = info["config"]
    assert config["params"]["vectors"] == {"size": 4, "distance": "Euclid"}
    assert config["hnsw_config"]["m"] == 24
    assert config["hnsw_config"]["ef_construct"] == 99
    assert type(config["hnsw_config"]["full_scan_threshold"]) is int
    assert config["optimizer_config"]["indexing_threshold"] == 12345


def test_creating_twice_is_a_conflict(http, collection):
    api.create(http, collection)

    again = http.put(f"/collections/{collection}", json=api.CREATE)

    assert api.error(again, 409) == f"Wrong input: Collection `{collection}` already exists!"


def test_deleting_what_is_not_there_is_done_with_false(http, collection):
    assert api.result(http.delete(f"/collections/{collection}")) is False


@pytest.mark.parametrize("method, path, body", [
    ("GET", "", None),
    ("PUT", "/points", {"points": api.POINTS}),
    ("POST", "/points", {"ids": [1]}),
    ("GET", "/points/1", None),
    ("POST", "/points/delete", {"points": [1]}),
    ("POST", "/points/query", {"query": [1, 0, 0, 0]}),
    ("POST", "/points/search", {"vector": [1, 0, 0, 0], "limit": 1}),
    ("POST", "/points/scroll", {}),
    ("POST", "/points/count", {"exact": True}),
])
def test_a_missing_collection_is_named(http, collection, method, path, body):
    response = http.request(method, f"/collections/{collection}{path}", json=body)

    assert api.error(response, 404) == f"Not found: Collection `{collection}` doesn't exist!"


def test_a_missing_collection_does_not_exist_but_is_no_error(http, collection):
    assert api.result(http.get(f"/collections/{collection}/exists")) == {"exists": False}


@pytest.mark.parametrize("body, codes, named", [
    ({"vectors": {"size": 0, "distance": "Cosine"}}, (422,), "size"),
    ({"vectors": {"size": 1_000_000, "distance": "Cosine"}}, (422,), "size"),
    ({"vectors": {"size": -1, "distance": "Cosine"}}, (400, 422), "size"),
    ({"vectors": {"size": "4", "distance": "Cosine"}}, (400,), "size"),
    ({"vectors": {"size": 4, "distance": "Nearest"}}, (400,), "distance"),
    ({"vectors": {"size": 4}}, (400,), "distance"),
    ({"vectors": [4]}, (400,), "vectors"),
])
def test_bad_settings_create_nothing(http, collection, body, codes, named):
    assert named in api.error(http.put(f"/collections/{collection}", json=body), *codes)
    assert api.result(http.get(f"/collections/{collection}/exists")) == {"exists": False}


@pytest.mark.parametrize("name", ["a/b", "a\nb", "..", "x" * 256, "a:b"])
def test_names_that_could_become_paths_are_refused(http, name):
    response = http.put(f"/collections/{urllib.parse.quote(name, safe='')}", json=api.CREATE)

    # A `..` may never reach the route that would name it: the path is normalised on its way.
    assert api.error(response, 400, 404, 405, 422)
    assert name not in [each["name"] for each in api.result(http.get("/collections"))["collections"]]


def test_encoded_names_and_a_trailing_slash(http, collection):
    name = f"{collection} ü%20+"
    path = "/collections/" + urllib.parse.quote(name, safe="")
    try:
        assert api.result(http.put(path + "/", json=api.CREATE)) is True
        assert name in [each["name"] for each in api.result(http.get("/collections/"))["collections"]]
        assert api.result(http.get(path + "/exists")) == {"exists": True}
    finally:
        http.delete(path)


def test_the_empty_vector_name_and_explicit_nulls(http, collection):
    api.create(http, collection, {
        "vectors": {"": {"size": 4, "distance": "Cosine", "hnsw_config": None, "on_disk": None}},
        "shard_number": None, "sparse_vectors": None})
    points = [{"id": 1, "vector": {"": [0.0, 3.0, 0.0, 4.0]}, "payload": None}]
    api.result(api.upsert(http, collection, points))

    found = api.result(api.query(http, collection, query=[0, 3, 0, 4], using="", filter=None, params=None, limit=1))

    assert [point["id"] for point in found["points"]] == [1]


def test_named_vectors_are_spaces_of_their_own(client, collection):
    client.create_collection(collection, vectors_config={
        "title": models.VectorParams(size=2, distance=models.Distance.DOT),
        "body": models.VectorParams(size=3, distance=models.Distance.EUCLID)})
    client.upsert(collection, [
        models.PointStruct(id=1, vector={"title": [1, 0], "body": [9, 9, 9]}),
        models.PointStruct(id=2, vector={"title": [0, 1], "body": [1, 1, 1]}),
        models.PointStruct(id=3, vector={"title": [2, 0]})], wait=True)

    by_title = client.query_points(collection, [1, 0.5], using="title", with_vectors=["title"]).points
    by_body = client.query_points(collection, [1, 1, 2], using="body").points

    assert [(hit.id, hit.score) for hit in by_title] == [(3, 2), (1, 1), (2, 0.5)]
    assert [hit.vector for hit in by_title] == [{"title": [2, 0]}, {"title": [1, 0]}, {"title": [0, 1]}]
    assert [hit.id for hit in by_body] == [2, 1]
    assert by_body[0].score == pytest.approx(1)
