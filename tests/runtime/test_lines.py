"""Lines before a counter: turns are fair between lines, and nobody waits without end."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from motcua.runtime.lines import Kind, Line, Lines


class Guests:
    """People in lines, each in a thread of their own, and what became of them in which order."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.served: list[str] = []
        self.sent_away: list[str] = []
        self._threads: list[threading.Thread] = []

    def come(self, line: str) -> None:
        """Have somebody stand in a line; return when they do."""
        before = self._so_far()
        thread = threading.Thread(target=self._wait, args=(line,))
        thread.start()
        self._threads.append(thread)
        until = time.monotonic() + 5
        while self._so_far() == before and time.monotonic() < until:
            time.sleep(0.001)

    def _so_far(self) -> int:
        return self.lines._waiting + 2 * len(self.sent_away) + len(self.served)

    def _wait(self, line: str) -> None:
        if self.lines.enter(Line(line)):
            self.served.append(line)
            self.lines.leave(Line(line))
        else:
            self.sent_away.append(line)

    def all_gone(self) -> None:
        """Wait until everybody was served or sent away."""
        for thread in self._threads:
            thread.join(5)


@contextmanager
def a_busy_counter(waiting: int = 10, patience: float = 5.0) -> Iterator[tuple[Lines, Guests]]:
    """Give a counter that serves one at a time and has somebody of the line “rush” before it."""
    lines = Lines(1, waiting, patience)
    assert lines.enter(Line("rush"))
    guests = Guests(lines)
    yield lines, guests
    guests.all_gone()


def test_who_waits_for_another_system_leaves_half_of_the_counter_to_others() -> None:
    lines = Lines(4, 1, 0.01)
    abroad = Line("a", Kind.ABROAD)

    assert [lines.enter(abroad) for _ in range(3)] == [True, True, False]
    assert [lines.enter(Line("a")), lines.enter(Line("b"))] == [True, True]
    lines.leave(abroad)
    assert lines.enter(abroad)


def test_whoever_comes_to_a_free_counter_is_served_at_once() -> None:
    lines = Lines(2, 0, 0.01)

    assert [lines.enter(Line("a")), lines.enter(Line("a"))] == [True, True]


def test_a_short_line_does_not_wait_for_all_of_a_long_one() -> None:
    with a_busy_counter() as (lines, guests):
        for line in ["rush", "rush", "rush", "calm"]:
            guests.come(line)
        lines.leave(Line("rush"))

    assert guests.served.index("calm") <= 1
    assert sorted(guests.served) == ["calm", "rush", "rush", "rush"]


def test_too_many_send_away_the_last_of_the_longest_line_and_not_the_newcomer() -> None:
    with a_busy_counter(waiting=3) as (lines, guests):
        for line in ["rush", "rush", "rush", "calm"]:
            guests.come(line)
        lines.leave(Line("rush"))

    assert guests.sent_away == ["rush"]
    assert sorted(guests.served) == ["calm", "rush", "rush"]


def test_whoever_waited_too_long_is_sent_away_and_the_line_goes_on() -> None:
    with a_busy_counter(patience=0.02) as (lines, guests):
        guests.come("calm")
        guests.all_gone()
        lines.leave(Line("rush"))

    assert guests.sent_away == ["calm"]
    assert lines.enter(Line("calm"))


def test_what_is_costly_is_served_one_at_a_time_and_holds_nobody_else_back() -> None:
    lines = Lines(4, 10, 0.02)
    assert lines.enter(Line("a", Kind.UPLOAD))

    assert not lines.enter(Line("b", Kind.UPLOAD))
    assert lines.enter(Line("calm"))
    assert lines.enter(Line("a", Kind.LIST))
    lines.leave(Line("a", Kind.UPLOAD))
    assert lines.enter(Line("b", Kind.UPLOAD))


def test_many_at_once_are_all_served_and_never_more_than_may_be() -> None:
    lines, inside, most = Lines(3, 1000, 5.0), [0], [0]
    lock = threading.Lock()

    def visit(line: str) -> None:
        assert lines.enter(Line(line))
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.0005)
        with lock:
            inside[0] -= 1
        lines.leave(Line(line))

    guests = [threading.Thread(target=visit, args=(str(number % 7),)) for number in range(60)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join(10)

    assert (inside[0], most[0], lines._waiting, lines._lines) == (0, 3, 0, {})
