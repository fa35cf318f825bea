"""What words find, kind by kind: ranked, counted, told with masked numbers, and by what it was found.

Whatever the index says, what an account may not see is not found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Result, text
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.base.pinyin import heard, initials, spell
from gridcenter.base.texts import fold
from gridcenter.store.search import TAILS, Detail, Source, Told, expression, runs
from gridcenter.store.sight import seen_at

PER_KIND = 6
_RANKED = 300
"""So many are put in order; what matches more often is too vague to have a best."""
INSIDE, _ELSEWHERE = 3, 4
"""Ranks of what is found in the middle of a title, and of what is not in it."""
_HEAD = 16
"""Characters of a title that are looked at for pinyin."""
_MATCHING = (
    "FROM search_index i CROSS JOIN search_entry e ON e.row = i.rowid "
    "WHERE search_index MATCH :query AND {seen}"
)
_FOUND = "SELECT e.record, e.title, e.place, e.weight, e.row {matching} ORDER BY i.rowid LIMIT :most"
_COUNT = "SELECT COUNT(*) {matching}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `marked` is the part of the title that was looked for, `by` why else."""

    record: bytes
    title: str
    note: str
    place: str
    page: str
    opens: bytes | None
    month: Month | None = None
    marked: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The best of one kind, and how many there are."""

    source: Source
    total: int
    hits: Sequence[Hit]
    rank: int = 0
    """How well the best of them matches; 0 is a whole name or number."""


class Asked:
    """What was typed, cut into runs of letters, figures or Han characters."""

    def __init__(self, words: str) -> None:
        self.words, self.runs = words, runs(words)
        self.joined = "".join(self.runs)
        self.figures = all(run.isascii() and any(map(str.isdigit, run)) for run in self.runs)
        """Whether it can only be a number."""


@dataclass(frozen=True, slots=True)
class _Row:
    record: bytes
    title: str
    place: str
    weight: int
    row: int
    whole: bool
    rank: int


def find(
    session: Session, sources: Sequence[Source], words: str, per_kind: int = PER_KIND
) -> list[Found]:
    """Return what matches of each source, the best first; kinds without a match are left out."""
    asked = Asked(words)
    found = []
    for source in sources:
        total, rows = _best(session, source, asked, per_kind)
        if rows:
            told = source.tell(session, [row.record for row in rows])
            hits = [
                _hit(source, row, told[row.record], asked) for row in rows if row.record in told
            ]
            if hits:
                found.append(Found(source, total, hits, rows[0].rank))
    return found


def _best(
    session: Session, source: Source, asked: Asked, per_kind: int
) -> tuple[int, Sequence[_Row]]:
    loose = expression(source.letter, asked.words)
    if not loose:
        return 0, ()
    strict = expression(source.letter, asked.words, whole=True)
    whole = _matches(session, source, strict)
    rest: Sequence[Any] = ()
    if strict != loose:
        known = {row.record for row in whole}
        found = _matches(session, source, loose)
        rest = [row for row in found if row.record not in known]
    total = len(whole) + len(rest)
    if total >= _RANKED:
        total = _asked(session, source, _COUNT, query=loose).scalar_one()
    rows = [*_ranked(whole[:_RANKED], asked, whole=True), *_ranked(rest[:_RANKED], asked, whole=False)]
    rows.sort(key=lambda row: (row.rank, not row.whole, row.weight, row.row))
    return total, rows[:per_kind]


def _matches(session: Session, source: Source, query: str) -> Sequence[Any]:
    """Return what matches and may be seen; no more than can be ranked."""
    return _asked(session, source, _FOUND, query=query, most=_RANKED).all()


def _asked(session: Session, source: Source, question: str, **values: object) -> Result[Any]:
    matching = _MATCHING.format(seen=seen_at(session, source.record, "e.record"))
    return session.execute(text(question.format(matching=matching)), values)


def _ranked(found: Sequence[Any], asked: Asked, *, whole: bool) -> Iterator[_Row]:
    for record, title, place, weight, row in found:
        best = 0 if whole and asked.figures else _rank(title, asked)
        yield _Row(record, title, place, weight, row, whole, best)


def rank(title: str, words: str) -> int:
    """Return how well a title says words: 0 all of it, 1 or 2 its beginning, up to 4 not at all."""
    return _rank(title, Asked(words))


def _rank(title: str, asked: Asked) -> int:
    plain, joined = fold(title).lower().replace(" ", ""), asked.joined
    if plain == joined:
        return 0
    if plain.startswith(joined):
        return 1
    return min((_rank_of(plain, run) for run in asked.runs), default=_ELSEWHERE)


def _rank_of(title: str, run: str) -> int:
    if title.startswith(run):
        return 1
    if _letters(run):
        head = title[:_HEAD]
        if initials(head).startswith(run) or spell(head).startswith(run):
            return 2
        return _ELSEWHERE if heard(head, run) is None else INSIDE
    return INSIDE if run in title else _ELSEWHERE


def _hit(source: Source, row: _Row, told: Told, asked: Asked) -> Hit:
    marked = next(filter(None, (_marked(row.title, run) for run in asked.runs)), "")
    by, shown = [], []
    for run in asked.runs:
        label, more = _reason(row.title, told.details, run)
        by.append(label)
        shown.append(more)
    note = "　".join(dict.fromkeys(filter(None, (told.note or row.place, *shown))))
    opens = told.opens or (row.record if source.listed else None)
    how = "、".join(dict.fromkeys(filter(None, by)))
    page = told.page or source.page
    return Hit(row.record, row.title, note, row.place, page, opens, told.month, marked, how)


def _marked(title: str, run: str) -> str:
    at = title.lower().find(run)
    if at >= 0:
        return title[at : at + len(run)]
    span = heard(title, run) if _letters(run) else None
    return title[slice(*span)] if span else ""


def _reason(title: str, details: Sequence[Detail], run: str) -> tuple[str, str]:
    """Return by what a run found something, and what is shown of that."""
    if _letters(run):
        for words, shown in ((title, ""), *((d.raw, d.shown) for d in details)):
            span = heard(words, run)
            if span is not None:
                return "拼音首字母" if span[1] - span[0] == len(run) else "拼音", shown
    elif run not in title.lower():
        for detail in details:
            raw = detail.raw.lower()
            if raw.startswith(run) or (raw and raw in detail.shown and run in raw):
                return detail.label, detail.shown
            if run.isascii() and any(raw[-tail:].startswith(run) for tail in TAILS):
                return f"{detail.label}尾号", detail.shown
            if raw.endswith(run):
                return detail.label, detail.shown
    return "", ""


def _letters(run: str) -> bool:
    return run.isascii() and run.isalpha()


def understood(found: Sequence[Found]) -> str:
    """Say by what the best hit was found: 拼音首字母, 电话尾号, 户号."""
    best = min(found, key=lambda kind: kind.rank, default=None)
    return best.hits[0].by if best is not None and best.hits else ""
