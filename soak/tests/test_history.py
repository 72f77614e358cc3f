"""The checker of histories finds what no register could answer."""

import numpy as np

from failover.history import NOTHING, Operation, problem


def operations(*rows):
    return [Operation(number, *row) for number, row in enumerate(rows, start=1)]


def test_reads_beside_a_write_may_see_it_or_not():
    assert problem(operations((True, 7, 0, 10), (False, NOTHING, 1, 2), (False, 7, 3, 4), (False, 7, 11, 12))) is None


def test_a_value_does_not_go_away_again():
    assert problem(operations((True, 7, 0, 10), (False, 7, 1, 2), (False, NOTHING, 3, 4))) is not None


def test_an_acknowledged_write_is_read():
    assert problem(operations((True, 7, 0, 1), (True, 8, 2, 3), (False, 7, 4, 5))) is not None


def test_a_write_without_an_answer_takes_effect_late_or_never():
    late = operations((True, 7, 0, None), (True, 8, 2, 3), (False, 8, 4, 5), (False, 7, 6, 7), (False, 7, 8, 9))
    assert problem(late) is None
    assert problem([*late, Operation(6, False, 8, 10, 11)]) is not None


def test_a_long_history_with_one_swapped_read_is_refused():
    random = np.random.default_rng(5)
    rows, value, now = [], NOTHING, 0.0
    for number in range(1, 400):
        now += 1
        if random.random() < 0.5:
            value = number
            rows.append(Operation(number, True, value, now, now + 1.5))
            now += 1.6
        else:
            rows.append(Operation(number, False, value, now, now + 0.5))
    assert problem(rows) is None
    reads = [index for index, row in enumerate(rows) if not row.writes]
    first, second = next((a, b) for a, b in zip(reads, reads[5:]) if rows[a].value != rows[b].value)
    swapped = list(rows)
    for index, other in ((first, second), (second, first)):
        swapped[index] = Operation(rows[index].number, False, rows[other].value, rows[index].start, rows[index].end)
    assert problem(swapped) is not None
