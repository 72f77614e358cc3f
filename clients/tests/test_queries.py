"""What a request that names only what it must means: defaults, order, versions."""

import pytest

import api


@pytest.fixture
def filled(http, collection):
    api.create(http, collection)
    receipt = api.result(api.upsert(http, collection, api.POINTS))
    assert receipt["status"] == "completed"
    assert type(receipt["operation_id"]) is int
    return collection


def post(http, collection, path, **body):
    return api.result(http.post(f"/collections/{collection}/points{path}", json=body))


def test_a_query_gives_scores_and_no_payload(http, filled):
    points = post(http, filled, "/query", query=[1, 0, 0, 0])["points"]

    assert [point["id"] for point in points] == [1, 2, 3]
    assert [point["score"] for point in points] == pytest.approx([1, 0.8, 0], abs=1e-2)
    for point in points:
        assert 0 <= point["version"] < 2**53
        assert point.get("payload") is None
        assert point.get("vector") is None


def test_a_query_gives_what_it_is_asked_for(http, filled):
    points = post(http, filled, "/query", query=[1, 0, 0, 0], limit=1, with_payload=True, with_vector=True)["points"]

    assert points[0]["payload"] == {"text": "one"}
    assert points[0]["vector"] == [1, 0, 0, 0]


def test_nearest_is_the_same_query(http, filled):
    assert post(http, filled, "/query", query={"nearest": [1, 0, 0, 0]}) == post(
        http, filled, "/query", query=[1, 0, 0, 0])


def test_the_older_search_gives_a_bare_list(http, filled):
    points = post(http, filled, "/search", vector=[1, 0, 0, 0], limit=2)

    assert [point["id"] for point in points] == [1, 2]
    assert all(point.get("payload") is None for point in points)


def test_without_a_query_points_come_by_id(http, filled):
    assert [point["id"] for point in post(http, filled, "/query", limit=2)["points"]] == [1, 2]


def test_a_query_by_the_id_of_no_point(http, filled):
    response = http.post(f"/collections/{filled}/points/query", json={"query": 4711})

    assert "4711" in api.error(response, 404)


def test_scroll_gives_payloads_and_a_null_at_the_end(http, filled):
    first = post(http, filled, "/scroll", limit=2)
    second = post(http, filled, "/scroll", limit=2, offset=first["next_page_offset"])

    assert [(point["id"], point["payload"]) for point in first["points"]] == [
        (1, {"text": "one"}), (2, {"text": "two"})]
    assert first["next_page_offset"] == 3
    assert [point["id"] for point in second["points"]] == [3]
    assert "next_page_offset" in second
    assert second["next_page_offset"] is None


def test_retrieve_gives_payloads(http, filled):
    points = post(http, filled, "", ids=[2])
    without = post(http, filled, "", ids=[2], with_payload=False)

    assert [point["payload"] for point in points] == [{"text": "two"}]
    assert without[0].get("payload") is None
    assert points[0].get("vector") is None


def test_an_upsert_replaces_the_whole_point(http, filled):
    replaced = {"id": 1, "vector": [0, 0, 2, 0], "payload": {"other": [1, {"deep": None}]}}
    api.result(api.upsert(http, filled, [replaced]))

    point = post(http, filled, "", ids=[1], with_vector=True)[0]

    assert point["payload"] == {"other": [1, {"deep": None}]}
    assert point["vector"] == [0, 0, 1, 0]
    assert api.count(http, filled) == 3
    assert post(http, filled, "/query", query=[0, 0, 1, 0], limit=1)["points"][0]["id"] == 1


def test_an_upsert_as_columns(http, filled):
    batch = {"ids": [8, 9], "vectors": [[0, 1, 0, 0], [0, 0, 0, 1]], "payloads": [{"text": "eight"}, None]}
    api.result(http.put(f"/collections/{filled}/points", params={"wait": "true"}, json={"batch": batch}))

    points = post(http, filled, "", ids=[8, 9], with_vector=True)

    assert [point["vector"] for point in points] == batch["vectors"]
    assert points[0]["payload"] == {"text": "eight"}
    assert not points[1]["payload"]


def test_the_last_of_an_id_in_one_request_wins(http, filled):
    same = [{"id": 5, "vector": [0, 1, 0, 0], "payload": {"n": n}} for n in range(3)]
    api.result(api.upsert(http, filled, same))

    assert post(http, filled, "", ids=[5])[0]["payload"] == {"n": 2}
    assert api.count(http, filled) == 4


def test_a_write_that_nobody_waits_for_is_acknowledged(http, filled):
    response = http.put(f"/collections/{filled}/points", json={"points": [{"id": 6, "vector": [0, 1, 0, 0]}]})

    assert api.result(response)["status"] in ("acknowledged", "completed")


def test_deleting_what_is_not_there_is_done(http, filled):
    response = http.post(f"/collections/{filled}/points/delete", params={"wait": "true"}, json={"points": [2, 4711]})

    assert api.result(response)["status"] == "completed"
    assert [point["id"] for point in post(http, filled, "/scroll")["points"]] == [1, 3]
