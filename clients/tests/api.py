"""Raw requests of the data API and what every answer of it looks like."""

CREATE = {"vectors": {"size": 4, "distance": "Cosine"}}
POINTS = [
    {"id": 1, "vector": [1.0, 0.0, 0.0, 0.0], "payload": {"text": "one"}},
    {"id": 2, "vector": [0.8, 0.6, 0.0, 0.0], "payload": {"text": "two"}},
    {"id": 3, "vector": [0.0, 0.0, 0.6, 0.8], "payload": {"text": "three"}},
]


def create(http, collection, body=None):
    return result(http.put(f"/collections/{collection}", json=body or CREATE))


def upsert(http, collection, points):
    return http.put(f"/collections/{collection}/points", params={"wait": "true"}, json={"points": points})


def query(http, collection, **body):
    return http.post(f"/collections/{collection}/points/query", json=body)


def count(http, collection):
    return result(http.post(f"/collections/{collection}/points/count", json={"exact": True}))["count"]


def result(response):
    """The result of a request that must have been done."""
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["status"] == "ok"
    assert body["time"] >= 0
    return body["result"]


def error(response, *codes):
    """The text of a request that must have been refused with one of the codes."""
    assert response.status_code in codes, f"{response.status_code}: {response.text[:500]}"
    assert response.headers["content-type"].startswith("application/json")
    body = response.json()
    assert body["time"] >= 0
    assert set(body["status"]) == {"error"}
    return body["status"]["error"]
