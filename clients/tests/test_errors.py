"""Bad input is refused with the codes and texts that clients know, and stores nothing."""

import http.client as http_client
import json
import re

import httpx
import pytest

import api

MAX_BODY_BYTES = 32 * 1024 * 1024
UNREAD = "Format error in JSON body: "
INVALID = "Validation error in JSON body: ["
GOOD = {"id": 90, "vector": [1, 0, 0, 0]}


@pytest.fixture
def stored(http, collection):
    """A collection of three points, which still holds just these when the test is over."""
    api.create(http, collection)
    api.result(api.upsert(http, collection, api.POINTS))
    yield collection
    assert api.count(http, collection) == len(api.POINTS)
    scrolled = api.result(http.post(f"/collections/{collection}/points/scroll", json={}))
    assert [(point["id"], point["payload"]) for point in scrolled["points"]] == [
        (point["id"], point["payload"]) for point in api.POINTS]


def send(http, collection, text, path="/points", method="PUT"):
    return http.request(method, f"/collections/{collection}{path}", content=text, params={"wait": "true"},
                        headers={"content-type": "application/json"})


@pytest.mark.parametrize("vector, named", [
    ([1, 2, 3], "expected dim: 4, got 3"),
    ([1, 2, 3, 4, 5], "expected dim: 4, got 5"),
    ([0, 0, 0, 0], "zero"),
    ([0, -0.0, 0, 1e-60], "zero"),
])
def test_vectors_that_do_not_fit_the_space(http, stored, vector, named):
    # Good points before and after a bad one are not stored either: a request is done as a whole or not at all.
    upserted = api.upsert(http, stored, [GOOD, {"id": 91, "vector": vector}, {"id": 92, "vector": [0, 1, 0, 0]}])
    replaced = api.upsert(http, stored, [{"id": 1, "vector": vector, "payload": {"text": "replaced"}}])

    for response in (upserted, replaced, api.query(http, stored, query=vector)):
        text = api.error(response, 400)
        assert text.startswith("Wrong input: ")
        assert named in text


@pytest.mark.parametrize("vector", [[], [[1, 0, 0, 0], [1]], "1,0,0,0", [1, 0, 0, "0"], [1, 0, 0, None], 7])
def test_vectors_that_are_not_lists_of_numbers(http, stored, vector):
    assert "vector" in api.error(api.upsert(http, stored, [GOOD, {"id": 91, "vector": vector}]), 400, 422).lower()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
def test_numbers_that_json_does_not_have(http, stored, number):
    upserted = send(http, stored, '{"points": [{"id": 90, "vector": [1, 0, 0, %s]}]}' % number)
    asked = send(http, stored, '{"query": [1, 0, 0, %s]}' % number, "/points/query", "POST")

    assert api.error(upserted, 400).startswith(UNREAD)
    assert api.error(asked, 400).startswith(UNREAD)


def test_a_number_beyond_32_bits_is_not_finite(http, stored):
    assert "vector" in api.error(api.upsert(http, stored, [{"id": 90, "vector": [1, 0, 0, 1e39]}]), 400, 422)


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", '"points"', '{"points": [', '{"points": [{"id": 90, "vector": [1, 0, 0, 0]},]}',
    '{"points": [{"id": 90, "vector": [1 0 0 0]}]}', '{"points": [{"id": 90, "vector": [1, 0, 0, 0]}]} more',
    '{"points": {"id": 90}}', "{}", '{"points": [{"vector": [1, 0, 0, 0]}]}', "\x00", b'{"points": "\xff\xfe"}'])
def test_bodies_that_cannot_be_read(http, stored, text):
    assert api.error(send(http, stored, text), 400).startswith(UNREAD)


@pytest.mark.parametrize("number", [-1, 1.5, 2**64, "not-a-uuid", "", "1", "550e8400-e29b-41d4-a716-44665544000",
                                    "550e8400-e29b-41d4-a716-44665544000g", None, True, [], {"num": 1}])
def test_ids_that_are_none(http, stored, number):
    text = api.error(api.upsert(http, stored, [GOOD, {"id": number, "vector": [0, 1, 0, 0]}]), 400)
    assert re.search(r"\bids?\b", text, re.IGNORECASE), text
    assert api.error(http.post(f"/collections/{stored}/points", json={"ids": [1, number]}), 400)
    assert api.error(http.post(f"/collections/{stored}/points/delete", json={"points": [1, number]}), 400)


def test_an_id_in_a_path(http, stored):
    text = api.error(http.get(f"/collections/{stored}/points/no-id"), 400)
    assert re.search(r"\bid\b", text, re.IGNORECASE), text
    api.error(http.get(f"/collections/{stored}/points/4711"), 404)


@pytest.mark.parametrize("depth", [1_000, 1_000_000])
def test_json_deeper_than_any_payload(http, stored, depth):
    payload = '{"a":' * depth + "1" + "}" * depth
    text = '{"points": [{"id": 90, "vector": [1, 0, 0, 0], "payload": %s}]}' % payload

    assert api.error(send(http, stored, text), 400).startswith(UNREAD)


@pytest.mark.parametrize("path, body, field", [
    ("/points/query", {"query": [1, 0, 0, 0], "limit": 0}, "limit"),
    ("/points/query", {"query": [1, 0, 0, 0], "limit": 1_000_000_000}, "limit"),
    ("/points/query", {"query": [1, 0, 0, 0], "offset": 1_000_000_000}, "offset"),
    ("/points/query", {"query": [1, 0, 0, 0], "params": {"hnsw_ef": 1_000_000_000}}, "hnsw_ef"),
    ("/points/search", {"vector": [1, 0, 0, 0], "limit": 0}, "limit"),
    ("/points/search", {"vector": [1, 0, 0, 0], "limit": 1_000_000_000}, "limit"),
    ("/points/scroll", {"limit": 0}, "limit"),
    ("/points/scroll", {"limit": 1_000_000_000}, "limit"),
])
def test_figures_out_of_range(http, stored, path, body, field):
    text = api.error(http.post(f"/collections/{stored}{path}", json=body), 422)

    assert text.startswith(INVALID)
    assert field in text


@pytest.mark.parametrize("limit", [-1, 1.5, "10", 2**70])
def test_limits_that_are_no_count(http, stored, limit):
    assert "limit" in api.error(api.query(http, stored, query=[1, 0, 0, 0], limit=limit), 400, 422)


def test_an_unknown_vector_name(http, stored):
    assert "nowhere" in api.error(api.query(http, stored, query=[1, 0, 0, 0], using="nowhere"), 400)
    assert "nowhere" in api.error(api.upsert(http, stored, [{"id": 90, "vector": {"nowhere": [1, 0, 0, 0]}}]), 400)


@pytest.mark.parametrize("parameters", [{"wait": "perhaps"}, {"ordering": "any"}, {"timeout": "soon"}])
def test_url_parameters(http, stored, parameters):
    response = http.put(f"/collections/{stored}/points", params=parameters, json={"points": [GOOD]})

    assert next(iter(parameters)) in api.error(response, 400, 422)


@pytest.mark.parametrize("method, path, codes", [
    ("GET", "/nowhere", (404,)), ("POST", "/collections/x/points/nowhere", (404,)), ("PATCH", "/", (404, 405))])
def test_unknown_paths(http, method, path, codes):
    assert http.request(method, path).status_code in codes


@pytest.mark.parametrize("chunked", [False, True], ids=["length told", "chunked"])
def test_bodies_above_32_mib(http, stored, chunked):
    text = json.dumps({"points": [GOOD]}).encode() + b" " * MAX_BODY_BYTES

    code, answer = send_whole(http, f"/collections/{stored}/points", text, chunked)

    # 413 is the code of the protocol, 400 that of bad input.
    assert code in (400, 413)
    assert "32" in json.loads(answer)["status"]["error"] or str(MAX_BODY_BYTES) in answer


def test_bodies_of_almost_32_mib_are_read(http, stored):
    text = json.dumps({"ids": [1]}) + " " * (MAX_BODY_BYTES - 100)

    assert len(api.result(send(http, stored, text, method="POST"))) == 1


def send_whole(http, path, body, chunked):
    """A node may answer before it has read everything and then close: that answer counts."""
    url = httpx.URL(http.base_url)
    connection = http_client.HTTPConnection(url.host, url.port, timeout=60)
    headers = {"content-type": "application/json"}
    if "api-key" in http.headers:
        headers["api-key"] = http.headers["api-key"]
    pieces = (body[start:start + 65536] for start in range(0, len(body), 65536))
    try:
        try:
            connection.request("PUT", path, pieces if chunked else body, headers, encode_chunked=chunked)
        except (BrokenPipeError, ConnectionResetError):
            pass
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_the_node_still_answers_after_all_this(http, stored):
    hits = api.result(api.query(http, stored, query=[1, 0, 0, 0], limit=1))

    assert [point["id"] for point in hits["points"]] == [1]
