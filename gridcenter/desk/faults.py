"""Turns whatever went wrong into words for the person at the screen."""

import secrets
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gridcenter.base.errors import GridCenterError

LOG = "faults.log"
PAUSE = 10.0
"""Seconds for which a fault must be gone before it is told again."""
_ROUND = {10**n for n in range(1, 9)}
_LONGEST_LOG = 1_000_000


@dataclass(frozen=True)
class Fault:
    """What to say; `report` is empty when the user can mend it alone."""

    words: str
    report: str = ""


def explain(error: BaseException, log: Path) -> Fault:
    """Return the words of an error.

    A fault of the program gets a report number and goes to the log: kinds of error and places in
    the program only, never their messages or values, which may hold personal data.
    """
    if isinstance(error, GridCenterError):
        return Fault(error.words)
    report = f"{datetime.now().astimezone():%m%d}-{secrets.token_hex(2)}".upper()
    note = "" if _write(log, report, error) else "（记录没能写进日志）"
    return Fault(
        "程序出了差错，刚才这一步没有做完，以前保存的数据不受影响。请再试一次；"
        f"仍然这样，请把编号 {report} 告诉维护人员{note}",
        report,
    )


class Faults:
    """Tells a fault that comes again and again, as at every drawing of a window, only once."""

    def __init__(self, log: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.log, self._clock = log, clock
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._last: dict[tuple[str, ...], float] = {}

    def tell(self, error: BaseException) -> Fault | None:
        """Return what to say; None when it was said just now, then it is only counted."""
        if isinstance(error, GridCenterError):
            return Fault(error.words)
        key, now = _signature(error), self._clock()
        again = key in self._last and now - self._last[key] < PAUSE
        self._last[key] = now
        self._counts[key] += 1
        if not again:
            return explain(error, self.log)
        if self._counts[key] in _ROUND:
            note(self.log, f"同一处差错第 {self._counts[key]:,} 次：{key[-1]}")
        return None


def note(log: Path, sentence: str) -> bool:
    """Write a line to the log; it must hold nothing personal. Tells whether that went."""
    return _append(log, [f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {sentence}"])


def _signature(error: BaseException) -> tuple[str, ...]:
    return (type(error).__qualname__, *_places(error))


def _write(log: Path, report: str, error: BaseException) -> bool:
    lines = [f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {report}"]
    for each in _chain(error):
        lines.append(f"  {type(each).__module__}.{type(each).__qualname__}")
        lines += [f"    {place}" for place in _places(each)]
    return _append(log, lines)


def _append(log: Path, lines: list[str]) -> bool:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        old = log.read_text(encoding="utf-8")[-_LONGEST_LOG:] if log.exists() else ""
        log.write_text(old + "\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return False
    return True


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in found:
        found.append(here)
        here = here.__cause__ or here.__context__
    return found


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
