"""
Fixtures. Without VECTORCLUSTER_URL the tests start a node of their own; with it they use that one and leave out what
needs a process to kill. The URL `:memory:` runs those that need no server against the official client's own
in-memory implementation: a test that fails there is wrong itself.
"""

import itertools
import os
import re
import signal
import sys
from pathlib import Path

import httpx
import pytest
from qdrant_client import QdrantClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.dataset import DataSet  # noqa: E402  (the path is set in the line above)
from support.node import Node  # noqa: E402

URL = os.environ.get("VECTORCLUSTER_URL")
API_KEY = os.environ.get("VECTORCLUSTER_API_KEY")
IN_MEMORY = URL == ":memory:"
TIMEOUT_S = 60
numbers = itertools.count(1)


def pytest_configure():
    # A run that is told to end, by a time limit for one, still stops the nodes that it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def own_node(tmp_path_factory):
    """A node that the tests started."""
    if URL:
        pytest.skip("VECTORCLUSTER_URL names a node that the tests did not start")
    node = Node(tmp_path_factory.mktemp("node"))
    try:
        yield node.start()
    finally:
        node.close()


@pytest.fixture(scope="session")
def client(request):
    """The official client."""
    if IN_MEMORY:
        client = QdrantClient(":memory:")
    else:
        client = QdrantClient(url=URL or request.getfixturevalue("own_node").url, api_key=API_KEY, timeout=TIMEOUT_S)
    yield client
    client.close()


@pytest.fixture(scope="session")
def http(request):
    """Requests that no well-behaved client would send."""
    if IN_MEMORY:
        pytest.skip("the in-memory implementation has no HTTP")
    url = URL or request.getfixturevalue("own_node").url
    with httpx.Client(base_url=url, headers={"api-key": API_KEY} if API_KEY else {}, timeout=TIMEOUT_S) as http:
        yield http


@pytest.fixture
def collection(request, client):
    """A name that no collection has; what the test makes under it is removed."""
    name = f"{re.sub('[^a-z0-9]+', '-', request.node.name.lower())[:40]}-{os.getpid()}-{next(numbers)}"
    yield name
    client.delete_collection(name)


@pytest.fixture(scope="session")
def data():
    return DataSet.of_environment()
