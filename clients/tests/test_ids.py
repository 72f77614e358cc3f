"""Ids: unsigned 64-bit numbers and UUIDs in every form that clients write."""

import uuid

import pytest
from qdrant_client import models

import api

UUID = "550e8400-e29b-41d4-a716-446655440000"
FORMS = [UUID, UUID.upper(), UUID.replace("-", ""), "urn:uuid:" + UUID]
VECTOR = [1.0, 0.0, 0.0, 0.0]
MAX = 2**64 - 1


@pytest.fixture
def created(http, collection):
    api.create(http, collection)
    return collection


def upsert(http, collection, *ids):
    points = [{"id": each, "vector": VECTOR, "payload": {"sent": str(each)}} for each in ids]
    return api.result(api.upsert(http, collection, points))


def retrieve(http, collection, *ids):
    return api.result(http.post(f"/collections/{collection}/points", json={"ids": ids}))


@pytest.mark.parametrize("number", [0, 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63, MAX])
def test_every_number_of_64_bits_comes_back_as_itself(http, created, number):
    upsert(http, created, number)

    assert [point["id"] for point in retrieve(http, created, number)] == [number]
    assert api.result(http.get(f"/collections/{created}/points/{number}"))["id"] == number
    assert [hit["id"] for hit in api.result(api.query(http, created, query=VECTOR))["points"]] == [number]
    api.result(http.post(f"/collections/{created}/points/delete", params={"wait": "true"}, json={"points": [number]}))
    assert retrieve(http, created, number) == []


@pytest.mark.parametrize("sent", FORMS)
def test_a_uuid_in_any_form_is_one_id(http, created, sent):
    upsert(http, created, sent)

    for asked in FORMS:
        assert [point["id"] for point in retrieve(http, created, asked)] == [UUID]
        assert api.result(http.get(f"/collections/{created}/points/{asked}"))["id"] == UUID
    upsert(http, created, *FORMS)
    assert api.count(http, created) == 1
    assert retrieve(http, created, UUID)[0]["payload"] == {"sent": FORMS[-1]}


def test_a_number_and_a_uuid_of_the_same_bits_are_two_points(http, created):
    upsert(http, created, 7, str(uuid.UUID(int=7)))

    assert api.count(http, created) == 2


def test_scroll_has_numbers_in_order_before_uuids_in_order(client, collection):
    uuids = sorted(str(uuid.uuid5(uuid.NAMESPACE_DNS, str(each))) for each in range(20))
    numbers = [0, 1, 9, 10, 255, 256, 65536, 2**32, 2**63 - 1, 2**63, MAX]
    client.create_collection(
        collection, vectors_config=models.VectorParams(size=4, distance=models.Distance.COSINE))
    client.upsert(
        collection, [models.PointStruct(id=each, vector=VECTOR) for each in (numbers + uuids)[::-1]], wait=True)

    seen, offset = [], None
    while True:
        records, offset = client.scroll(collection, limit=4, offset=offset)
        seen += [record.id for record in records]
        assert len(records) == 4 or offset is None
        if offset is None:
            break

    assert seen == numbers + uuids
