"""
Histories of a point: who called what and when, and whether one register could have answered so.

The checker keeps all states that the register may be in, one event after the other (Lowe: Testing for linearizability,
2017). Each value is written once and nothing is deleted, so that a write without an answer matters only if its value is
read: it is then placed right before a read of it.
"""

from dataclasses import dataclass

NOTHING = None


@dataclass(frozen=True)
class Operation:
    """
    A call of one client: `value` was written or read, NOTHING for a point that was not there. A write without an answer
    has no end: it may take effect at any time, or never.
    """

    number: int
    writes: bool
    value: int | None
    start: float
    end: float | None


def problem(operations):
    """Why no register could have answered so; nothing if one could."""
    read = {operation.value for operation in operations if not operation.writes}
    known = [operation for operation in operations if operation.end is not None or operation.value in read]
    events = [(operation.start, 0, operation.number, operation) for operation in known]
    events += [(operation.end, 1, operation.number, operation) for operation in known if operation.end is not None]
    states, pending = {(NOTHING, frozenset())}, {}
    for _, returns, _, operation in sorted(events, key=lambda event: event[:3]):
        if not returns:
            pending[operation.number] = operation
            continue
        states = {after for state in states for after in until_done(state, operation, pending)}
        del pending[operation.number]
        if not states:
            what = "writes" if operation.writes else "reads"
            return f"operation {operation.number} {what} {operation.value} from {operation.start:.3f} to {operation.end:.3f}"
    return None


def until_done(state, operation, pending):
    """All states in which an operation has taken effect, reached by what is under way; it is left out of them."""
    reached, left = set(), [state]
    seen = {state}
    while left:
        value, done = left.pop()
        if operation.number in done:
            reached.add((value, done - {operation.number}))
            continue
        for after in steps(value, done, pending):
            if after not in seen:
                seen.add(after)
                left.append(after)
    return reached


def steps(value, done, pending):
    waiting = [operation for number, operation in pending.items() if number not in done]
    for operation in waiting:
        if operation.writes and operation.end is not None:
            yield operation.value, done | {operation.number}
        elif operation.writes:
            for read in waiting:
                if not read.writes and read.value == operation.value:
                    yield operation.value, done | {operation.number, read.number}
        elif operation.value == value:
            yield value, done | {operation.number}
