"""The content of a node against what its clients were told."""

from dataclasses import dataclass, field

import httpx

from durability.content import COLLECTION, is_body, vector
from durability.ledger import ABSENT, judge

PAGE = 1_000
TIMEOUT_S = 60
SEARCHED = 60
EF = 256
# A graph search is approximate: a point that only the exact search finds is counted, and few may be.
GRAPH_MISSES_ALLOWED = 0.02


@dataclass
class Findings:
    violations: list = field(default_factory=list)
    live: int = 0
    searched: int = 0
    graph_misses: int = 0
    unanswered: int = 0
    unanswered_effective: int = 0
    lost_in_doubt: int = 0


def check(url, headers, ledgers, random):
    """All of it; the ledgers then know what became of their requests without an answer."""
    with httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_S) as http:
        return Check(http, ledgers, random).run()


class Check:
    def __init__(self, http, ledgers, random):
        self.http, self.ledgers, self.random = http, ledgers, random
        self.findings = Findings()

    def run(self):
        scrolled, retrieved = self.scroll(), self.retrieve()
        self.compare(scrolled, retrieved)
        for ledger in self.ledgers:
            self.findings.lost_in_doubt += len(ledger.lost(retrieved))
            self.findings.unanswered += len(ledger.open)
            self.findings.unanswered_effective += ledger.settle(retrieved)
        self.search(retrieved)
        return self.findings

    def blame(self, sentence):
        if sentence:
            self.findings.violations.append(sentence)

    def ask(self, path, **request):
        response = self.http.post(f"/collections/{COLLECTION}/points{path}", json=request)
        if response.status_code != 200:
            raise RuntimeError(f"POST {path or '/points'}: {response.status_code} {response.text[:500]}")
        return response.json()["result"]

    def states(self, records):
        for record in records:
            seq = (record.get("payload") or {}).get("seq")
            if seq is None or not is_body(record, seq):
                self.blame(f"point {record['id']}: its content is not what was sent as seq {seq}")
            yield record["id"], seq

    def scroll(self):
        found, offset = {}, None
        while True:
            page = self.ask("/scroll", limit=PAGE, offset=offset, with_payload=True, with_vector=True)
            for point, seq in self.states(page["points"]):
                self.blame(f"point {point}: scrolled twice" if point in found else None)
                found[point] = seq
            offset = page["next_page_offset"]
            if offset is None:
                return found

    def retrieve(self):
        ids = sorted(point for ledger in self.ledgers for point in ledger.ids)
        found = {}
        for start in range(0, len(ids), PAGE):
            found |= self.states(self.ask("", ids=ids[start:start + PAGE], with_payload=True, with_vector=True))
        return found

    def compare(self, scrolled, retrieved):
        count = self.ask("/count", exact=True)["count"]
        self.findings.live = count
        if count != len(retrieved):
            self.blame(f"exact count says {count}, {len(retrieved)} points are retrieved")
        if scrolled != retrieved:
            differing = sorted(point for point, _ in scrolled.items() ^ retrieved.items())
            self.blame(f"scroll and retrieve differ in {len(set(differing))} points: {differing[:10]}")
        for ledger in self.ledgers:
            for point in ledger.ids:
                self.blame(judge(point, ledger.allowed(point), retrieved.get(point, ABSENT)))

    def search(self, retrieved):
        """Known points by their own vector; for deleted and rewritten ones the last vector that they had before."""
        for point in self.sample(sorted(retrieved)):
            self.findings.searched += 1
            own = vector(point, retrieved[point]).tolist()
            if not self.nearest_is(point, own, hnsw_ef=EF):
                self.findings.graph_misses += 1
                if not self.nearest_is(point, own, exact=True):
                    self.blame(f"point {point}: an exact search for its own vector does not find it")
        if self.findings.graph_misses > GRAPH_MISSES_ALLOWED * max(self.findings.searched, 50):
            self.blame(f"graph search missed {self.findings.graph_misses} of {self.findings.searched} known points")
        gone = sorted(
            (point, seq) for ledger in self.ledgers for point, seq in ledger.last_content.items()
            if retrieved.get(point, ABSENT) != seq)
        for point, seq in self.sample(gone):
            hits = self.hits(vector(point, seq).tolist(), 5, hnsw_ef=EF)
            if point in {hit["id"] for hit in hits if point not in retrieved or hit["score"] < 1e-3}:
                self.blame(f"point {point}: a search finds its content seq {seq}, which is not stored")

    def sample(self, items):
        chosen = self.random.choice(len(items), min(SEARCHED, len(items)), replace=False) if items else []
        return [items[index] for index in sorted(chosen)]

    def nearest_is(self, point, query, **params):
        hits = self.hits(query, 1, **params)
        return [hit["id"] for hit in hits] == [point] and hits[0]["score"] < 1e-3

    def hits(self, query, limit, **params):
        return self.ask("/query", query=query, limit=limit, params=params)["points"]
