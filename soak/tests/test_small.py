"""Two rounds of each failure under each load; the long runs are soak/bin/durability."""

import pytest

from durability import disk, process
from durability.command import TARGETS, WORKLOADS, problems
from durability.rounds import Rounds
from durability.workplace import Workplace

ROUNDS = 2
SEED = 41


@pytest.fixture
def place():
    with Workplace() as place:
        yield place


def needs(reason):
    if reason:
        pytest.skip(reason)


@pytest.mark.parametrize("workload", WORKLOADS)
@pytest.mark.parametrize("failure", TARGETS)
def test_nothing_acknowledged_is_lost(failure, workload, place, capsys):
    needs(disk.why_not() if failure == "powercut" else None)
    target = TARGETS[failure](place.folder)

    with capsys.disabled():
        print()
        figures = Rounds(target, workload, SEED).run(ROUNDS)

    assert list(problems(figures)) == [], target.tail()
    assert figures.rounds == ROUNDS
    assert figures.acknowledged_upserts > 0
    # A cut that loses nothing is none; and a node that cannot write stops and says so.
    for cut in figures.failures if failure == "powercut" else []:
        assert cut["probe_lost"]
        assert "ERROR" in cut["last_words"] or not cut["by_itself"]


def test_a_node_whose_syncs_do_nothing_is_found_out(place, capsys):
    needs(disk.why_not() or process.why_no_planted_bug())

    with capsys.disabled():
        print()
        found = Rounds(process.PowerCutProcess(place.folder), "upserts", SEED).until_planted_bug_is_found(3)

    assert found is not None
