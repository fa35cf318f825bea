"""How the columns of a table share the width of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """What a column asks for: its declared width, the least it bears, what its content fills.

    `content` is never below `least`.
    """

    declared: float
    least: float
    content: float


def share(wants: Sequence[Want], room: float) -> list[float]:
    """Return widths that fill `room`: declared widths, then the hungry, then all by weight.

    When the declared widths leave too little, columns with narrow content give up what they do
    not fill; then all give up what is above their least; when even the least widths do not fit,
    all shrink alike.
    """
    widths = [max(want.declared, want.least) for want in wants]
    hunger = sum(_hungers(wants, widths))
    widths = _yield(widths, [want.content for want in wants], sum(widths) + hunger - room)
    widths = _yield(widths, [want.least for want in wants], sum(widths) - room)
    spare = room - sum(widths)
    if spare < 0:
        return [width * room / sum(widths) for width in widths]
    meals = _pour(_hungers(wants, widths), spare)
    rest = (spare - sum(meals)) / sum(want.declared for want in wants)
    fed = [width + meal for width, meal in zip(widths, meals, strict=True)]
    return [width + rest * want.declared for width, want in zip(fed, wants, strict=True)]


def _hungers(wants: Sequence[Want], widths: Sequence[float]) -> list[float]:
    """Return what each column lacks to hold its content."""
    return [max(want.content - width, 0.0) for want, width in zip(wants, widths, strict=True)]


def _yield(widths: Sequence[float], floors: Sequence[float], lack: float) -> list[float]:
    """Take what is lacking from the widths above their floors, in proportion."""
    idle = [max(width - floor, 0.0) for width, floor in zip(widths, floors, strict=True)]
    total = sum(idle)
    part = min(max(lack, 0.0) / total, 1.0) if total else 0.0
    return [width - part * free for width, free in zip(widths, idle, strict=True)]


def _pour(hungers: Sequence[float], spare: float) -> list[float]:
    """Feed the hungry evenly: the least hungry are filled first."""
    meals = [0.0] * len(hungers)
    waiting = sorted((hunger, index) for index, hunger in enumerate(hungers) if hunger > 0)
    for place, (hunger, index) in enumerate(waiting):
        meals[index] = min(hunger, spare / (len(waiting) - place))
        spare -= meals[index]
    return meals
