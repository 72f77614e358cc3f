"""What a client was told about each of its points: the states that a node may be found in after a failure."""

ABSENT = None


class Ledger:
    """
    States of points by id: the sequence number of the content, or ABSENT. Each id is written by one client only, which
    has one request under way at most: an id is known, or it is one of two. A request that was given up may still take
    effect at any time: its ids stay one of two, and their client writes them no more. While the ledger doubts, an answer
    is no promise: what it acknowledged may be lost, until the id is written again.
    """

    def __init__(self):
        self.settled = {}
        self.in_flight = {}
        self.given_up = {}
        self.doubts, self.offered_in_doubt, self.doubtful = False, False, {}
        self.last_content = {}
        self.acknowledged_upserts = 0
        self.acknowledged_deletes = 0

    def offer(self, changes):
        """A request with these new states, by id, is sent."""
        if self.in_flight:
            raise ValueError("a request is under way: acknowledge it or settle what was found")
        self.in_flight, self.offered_in_doubt = dict(changes), self.doubts
        self.last_content |= {point: seq for point, seq in changes.items() if seq is not ABSENT}

    def acknowledge(self):
        """The request was answered with success."""
        deletes = sum(seq is ABSENT for seq in self.in_flight.values())
        self.acknowledged_deletes += deletes
        self.acknowledged_upserts += len(self.in_flight) - deletes
        doubted = self.doubts or self.offered_in_doubt
        for point in self.in_flight:
            former = self.doubtful.pop(point, set())
            if doubted:
                self.doubtful[point] = former | {self.settled.get(point, ABSENT)}
        self.settled |= self.in_flight
        self.in_flight = {}

    def give_up(self):
        """The request had no success, and its client goes on without it."""
        self.given_up |= self.in_flight
        self.in_flight = {}

    @property
    def open(self):
        """New states, by id, that may be there or not."""
        return self.given_up | self.in_flight

    @property
    def ids(self):
        return self.settled.keys() | self.open.keys()

    @property
    def live(self):
        return [point for point, seq in self.settled.items() if seq is not ABSENT and point not in self.given_up]

    def allowed(self, point):
        """The states that are right for a point: one, or two where a request has had no answer."""
        states = {self.settled.get(point, ABSENT)}
        if point in self.open:
            states.add(self.open[point])
        return states | self.doubtful.get(point, set())

    def lost(self, found):
        """Ids whose last acknowledged change was in doubt and is not among the states found, by id."""
        return [point for point in self.doubtful
                if found.get(point, ABSENT) not in {self.settled[point], self.open.get(point, self.settled[point])}]

    def settle(self, found):
        """Takes the states found, by id, for those that a request without an answer left open: how many took effect."""
        here = {point for point, seq in self.open.items() if found.get(point, ABSENT) == seq}
        self.settled |= {point: found.get(point, ABSENT) for point in self.open}
        self.given_up = {point: seq for point, seq in self.given_up.items() if point not in here}
        self.in_flight = {}
        return len(here)


def judge(point, allowed, state):
    """A sentence for a state that is not allowed, else None."""
    if state in allowed:
        return None
    expected = " or ".join("absent" if seq is ABSENT else f"seq {seq}" for seq in sorted(allowed, key=str))
    if state is ABSENT:
        return f"point {point}: acknowledged with {expected} and lost"
    if allowed == {ABSENT}:
        return f"point {point}: its deletion was acknowledged and it came back with seq {state}"
    return f"point {point}: expected {expected}, found seq {state}"
