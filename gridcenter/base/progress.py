"""How long work tells what it has done, and learns that it should stop."""

from collections.abc import Callable, Iterable, Iterator
from threading import Event
from typing import TypeVar

T = TypeVar("T")

Report = Callable[[int, int, str], object]
"""Takes one step: how many are done, of how many, and what is being done."""


class Stopped(Exception):  # noqa: N818
    """The person at the screen stopped the work."""


def nobody(_done: int, _total: int, _text: str) -> None:
    """Report to no one."""


class Progress:
    """Handed to every long piece of work."""

    def __init__(self, report: Report = nobody) -> None:
        self._report = report
        self._stop = Event()

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Tell one step; raises Stopped when asked to stop."""
        if self._stop.is_set():
            raise Stopped
        self._report(done, total, text)

    def each(self, items: Iterable[T], total: int, text: str = "", every: int = 1) -> Iterator[T]:
        """Yield the items, telling each `every`-th step, until asked to stop."""
        for done, item in enumerate(items):
            if done % every == 0:
                self.step(done, total, text)
            yield item
        self._report(total, total, text)
