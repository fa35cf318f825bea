"""How the columns of a table share the width of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """What a column asks for: its declared width, the least it bears, what its content fills."""

    declared: float
    least: float
    content: float


def share(wants: Sequence[Want], room: float) -> list[float]:
    """Return widths that fill `room`: declared widths, then the hungry, then all by weight.

    When the declared widths leave too little, columns with narrow content give up what they do
    not fill; when even the least widths do not fit, all shrink alike.
    """
    widths = [max(want.declared, want.least) for want in wants]
    hungers = [max(want.content - width, 0.0) for want, width in zip(wants, widths, strict=True)]
    lack = sum(widths) + sum(hungers) - room
    if lack > 0:
        widths = _give_up(wants, widths, lack)
    spare = room - sum(widths)
    if spare < 0:
        return [width * room / sum(widths) for width in widths]
    hungers = [max(want.content - width, 0.0) for want, width in zip(wants, widths, strict=True)]
    fed = [width + meal for width, meal in zip(widths, _pour(hungers, spare), strict=True)]
    rest, weight = room - sum(fed), sum(want.declared for want in wants)
    return [width + rest * want.declared / weight for width, want in zip(fed, wants, strict=True)]


def _give_up(wants: Sequence[Want], widths: Sequence[float], lack: float) -> list[float]:
    """Take what is lacking from what columns do not fill, in proportion."""
    idle = [max(width - want.content, 0.0) for want, width in zip(wants, widths, strict=True)]
    total = sum(idle)
    part = min(lack / total, 1.0) if total else 0.0
    return [width - part * free for width, free in zip(widths, idle, strict=True)]


def _pour(hungers: Sequence[float], spare: float) -> list[float]:
    """Feed the hungry evenly: the least hungry are filled first."""
    meals = [0.0] * len(hungers)
    waiting = sorted((hunger, index) for index, hunger in enumerate(hungers) if hunger > 0)
    for place, (hunger, index) in enumerate(waiting):
        meals[index] = min(hunger, spare / (len(waiting) - place))
        spare -= meals[index]
    return meals
