"""Clients that outlive a failure, against a server that fails as it is told."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from durability.survivors import summary, surviving
from durability.writers import Client
from support.waiting import wait_until

LIMIT_S = 20


@pytest.fixture
def server():
    """Answers 200; while `failing` is set 503; while `silent` is set nothing until it is cleared."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.server.silent.is_set():
                self.server.speaking.wait(LIMIT_S)
            self.send_response(503 if self.server.failing.is_set() else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.failing, server.silent, server.speaking = threading.Event(), threading.Event(), threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.speaking.set()
        server.shutdown()
        thread.join(LIMIT_S)


def url(server):
    return f"http://127.0.0.1:{server.server_port}"


def test_it_writes_on_after_refusals_and_knows_how_long_they_lasted(server):
    client = Client(0, 1, deletes=False)
    with surviving([client], url(server), {}) as (survivor,):
        wait_until(lambda: survivor.acknowledged > 3, LIMIT_S, "successes")
        server.failing.set()
        wait_until(lambda: survivor.failures["503"] > 3, LIMIT_S, "refusals")
        server.failing.clear()
        before = survivor.acknowledged
        wait_until(lambda: survivor.acknowledged > before + 3, LIMIT_S, "successes again")

    assert survivor.longest_gap_s > 0.15
    assert "503" in summary([survivor])
    assert client.ledger.given_up and not client.ledger.in_flight


def test_what_had_no_answer_is_given_up_and_written_no_more(server):
    client = Client(0, 1, deletes=False)
    with surviving([client], url(server), {}, timeout_s=0.3) as (survivor,):
        wait_until(lambda: survivor.acknowledged > 3, LIMIT_S, "successes")
        server.silent.set()
        wait_until(lambda: survivor.failures["ReadTimeout"] > 0, LIMIT_S, "a request without an answer")
        server.silent.clear()
        server.speaking.set()
        before = survivor.acknowledged
        given_up = dict(client.ledger.given_up)
        wait_until(lambda: survivor.acknowledged > before + 300, LIMIT_S, "successes again")

    for point, seq in given_up.items():
        assert client.ledger.given_up[point] == seq
        assert seq in client.ledger.allowed(point)
        assert client.ledger.settled.get(point, 0) < seq
