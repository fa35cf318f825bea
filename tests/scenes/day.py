"""The day that pictures show, when the ledgers of October are made, wherever and whenever they are taken."""

import sys
import time
from datetime import date, datetime, timedelta

TODAY = date(2026, 11, 3)
MORNING = datetime(2026, 11, 3, 9, 20).astimezone()
_NANOS = time.time_ns


class _AnyMoment(type):
    """What the real class made is a moment too."""

    def __instancecheck__(cls, made):
        return isinstance(made, datetime)


def keep_the_day() -> None:
    """Set the clock of the program, as far as it is loaded, to the morning of TODAY; it goes on from there."""
    ahead = MORNING - datetime.now().astimezone()
    nanos = ahead // timedelta(microseconds=1) * 1000
    time.time_ns = lambda: _NANOS() + nanos

    class Moment(datetime, metaclass=_AnyMoment):
        def __new__(cls, *args, **kwargs):
            return datetime(*args, **kwargs)  # noqa: DTZ001

        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + ahead

    for name, module in list(sys.modules.items()):
        if name.startswith("gridcenter.") and getattr(module, "datetime", None) is datetime:
            module.datetime = Moment
