"""What was lost, and how long clients noticed."""

from dataclasses import dataclass

import numpy as np

# On a busy machine a test allows three times what is promised.
LIMIT = 3


@dataclass
class Loss:
    """With `may_fail` requests under way may have no success, otherwise none."""

    kind: str
    what: str
    writes_s: float
    reads_s: float
    whole_s: float
    writes_bound_s: float
    reads_bound_s: float
    failed: int
    may_fail: bool

    def problems(self):
        for name, taken, bound in (
                ("reads", self.reads_s, self.reads_bound_s), ("writes", self.writes_s, self.writes_bound_s)):
            if taken > LIMIT * bound:
                yield f"{self.what}: no {name} for {taken:.1f} s, the bound is {bound} s"
        if self.failed and not self.may_fail:
            yield f"{self.what}: {self.failed} requests had no success"

    def __str__(self):
        return (f"{self.what}: no write for {self.writes_s:.2f} s, no read for {self.reads_s:.2f} s, whole again after "
                f"{self.whole_s:.1f} s, {self.failed} requests without success")


def by_kind(losses):
    kinds = {}
    for loss in losses:
        kinds.setdefault(loss.kind, []).append(loss)
    return kinds


def figures(kind, losses):
    def of(name):
        values = [getattr(loss, name) for loss in losses]
        return f"{np.median(values):.2f} s median, {np.percentile(values, 99):.2f} s p99"
    failed = sum(loss.failed for loss in losses)
    return (f"{kind}: {len(losses)} times; writes back after {of('writes_s')}; reads after {of('reads_s')}; whole after "
            f"{np.median([loss.whole_s for loss in losses]):.1f} s median; {failed} requests without success")
