"""Words by which old rosters label a household: not kinds of households any more (reference §5.1)."""

from gridcenter.base.texts import fold, squeeze
from gridcenter.register.concern_codes import CONCERN_KIND

FROM_ROSTER = "花名册导入"
"""The reason of a concern that a roster's label was turned into."""

_DROPPED = frozenset({"计生重点户", "计划生育重点户", "计生户", "计生重点", "计生关注户"})
_ENDING = "户"


def concern_in(word: str) -> str | None:
    """Return the kind of concern that a label stands for, None for a kind of household like any other."""
    label = squeeze(fold(word))
    own = {each: code for code, each in CONCERN_KIND.words.items() if code not in {"care", "other"}}
    labels = {**own, **{f"{each}{_ENDING}": code for each, code in own.items()}, **CONCERN_KIND.synonyms}
    return labels.get(label)


def is_dropped(word: str) -> bool:
    """Tell a label that is not taken at all: what it was kept for is no longer anybody's business."""
    return squeeze(fold(word)) in _DROPPED
