"""The judgement itself: it has to find what is wrong, or the rounds prove nothing."""

import pytest

from durability.ledger import ABSENT, Ledger, judge


def ledger(*acknowledged, under_way=None):
    ledger = Ledger()
    for changes in acknowledged:
        ledger.offer(changes)
        ledger.acknowledge()
    if under_way:
        ledger.offer(under_way)
    return ledger


@pytest.mark.parametrize("state, right", [(2, True), (1, False), (3, False), (ABSENT, False)])
def test_an_acknowledged_upsert_has_one_right_state(state, right):
    allowed = ledger({7: 1}, {7: 2}).allowed(7)

    assert (judge(7, allowed, state) is None) == right


def test_an_acknowledged_delete_stays():
    allowed = ledger({7: 1}, {7: ABSENT}).allowed(7)

    assert judge(7, allowed, ABSENT) is None
    assert "came back with seq 1" in judge(7, allowed, 1)


def test_without_an_answer_both_states_are_right_and_no_other():
    allowed = ledger({7: 1}, {7: 2}, under_way={7: ABSENT}).allowed(7)

    assert [judge(7, allowed, state) is None for state in (2, ABSENT, 1)] == [True, True, False]


def test_a_first_upsert_without_an_answer_may_be_absent():
    assert ledger(under_way={7: 1}).allowed(7) == {1, ABSENT}


def test_what_was_found_is_what_counts_from_then_on():
    found = ledger({7: 1, 8: 1}, under_way={7: 2, 8: 2})

    effective = found.settle({7: 2, 8: 1})

    assert effective == 1
    assert (found.allowed(7), found.allowed(8)) == ({2}, {1})


def test_what_was_given_up_stays_open_until_it_is_found():
    left = ledger({7: 1, 8: 1}, under_way={7: 2, 8: ABSENT})
    left.give_up()
    left.offer({9: 3})

    assert (left.allowed(7), left.allowed(8), left.allowed(9)) == ({1, 2}, {1, ABSENT}, {ABSENT, 3})
    assert left.live == []
    assert left.settle({7: 1, 9: 3}) == 2
    assert (left.allowed(7), left.allowed(8), left.allowed(9)) == ({1, 2}, {ABSENT}, {3})


def test_acknowledgements_are_counted_by_kind():
    counted = ledger({1: 1, 2: 1}, {1: ABSENT}, under_way={2: 2})

    assert (counted.acknowledged_upserts, counted.acknowledged_deletes) == (2, 1)


def test_a_client_has_one_request_under_way():
    busy = ledger(under_way={7: 1})

    with pytest.raises(ValueError, match="under way"):
        busy.offer({8: 1})


def doubting(before, during, after=None):
    ledger = Ledger()
    for changes, doubts in ((before, False), (during, True), (after, False)):
        if changes:
            ledger.doubts = doubts
            ledger.offer(changes)
            ledger.acknowledge()
    return ledger


def test_what_was_acknowledged_in_doubt_may_be_lost_and_is_counted():
    doubted = doubting({7: 1, 8: 1}, {7: 2, 8: ABSENT, 9: 2})

    assert (doubted.allowed(7), doubted.allowed(8), doubted.allowed(9)) == ({1, 2}, {1, ABSENT}, {2, ABSENT})
    assert sorted(doubted.lost({7: 1, 8: 1})) == [7, 8, 9]
    assert doubted.lost({7: 2, 9: 2}) == []


def test_what_was_acknowledged_before_the_doubt_or_after_it_may_not_be_lost():
    doubted = doubting({7: 1, 8: 1}, {7: 2}, {7: 3})

    assert (doubted.allowed(7), doubted.allowed(8)) == ({3}, {1})


def test_a_request_that_was_sent_in_doubt_is_doubted_whenever_it_is_answered():
    late = Ledger()
    late.doubts = True
    late.offer({7: 1})
    late.doubts = False
    late.acknowledge()

    assert late.allowed(7) == {1, ABSENT}
