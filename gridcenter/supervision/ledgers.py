"""The monthly inspection ledger (月度督查台账)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import listed
from gridcenter.ledgers.model import Cell, Column, Ledger, LedgerDef, Part, Row, Scope, Value
from gridcenter.register.month import Posts
from gridcenter.register.records import Unit
from gridcenter.register.services.structure import Tree
from gridcenter.register.territory import Territory
from gridcenter.supervision.codes import FULL_MARKS, METHOD, PROBLEM_STATUS
from gridcenter.supervision.records import Inspection
from gridcenter.supervision.rules import THRESHOLD, WHOLE, mean
from gridcenter.supervision.services import Inspected, inspections_of

_DECIDERS = {
    "乡": "乡党委", "镇": "镇党委", "街道": "街道党工委", "街道办事处": "街道党工委",
    "地区": "地区党工委", "地区办事处": "地区党工委",
}  # fmt: skip
_POINTS, _RECHECK = "督查方式及得分", "复　查"


@dataclass(frozen=True, slots=True)
class _Line:
    """A grid of the month with its inspection, if there was one."""

    unit: Unit
    station: str | None
    head: str | None
    found: Inspected | None

    @property
    def total(self) -> Decimal | None:
        """The sum of the points; None when no points were given."""
        return self.found.total if self.found else None

    @property
    def low(self) -> bool:
        """Whether the total asks for a decision of the leaders."""
        return self.found is not None and self.found.low


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The month's lines, its methods with their full marks, and the words of states."""

    lines: Sequence[_Line]
    methods: Mapping[str, Decimal | None]
    full: Decimal | None
    words: Codes
    states: Codes
    territory: Territory

    @property
    def low_words(self) -> str:
        """What a low total is called."""
        return f"{THRESHOLD}分以下" if self.full == WHOLE else f"满分{THRESHOLD}%以下"

    @property
    def deciders(self) -> str:
        """Who decides on a talk: 乡党委, 镇党委, 街道党工委, 地区党工委."""
        seat = self.territory.seat
        return next((who for ending, who in _DECIDERS.items() if seat.endswith(ending)), "党委")


def inspection_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the inspection ledger: grids in the order of the tree, month's mean, those below 80.

    Raises NotFound when the area did not exist that month.
    """
    sheet = _read(session, scope)
    inspected = any(line.found for line in sheet.lines)
    columns = _columns(sheet)
    rows = [_row(sheet, line, place) for place, line in enumerate(sheet.lines, 1)]
    parts = [Part(columns, (*rows, _mean_row(sheet)) if inspected else ())]
    low = [line for line in sheet.lines if line.low]
    if low:
        parts.append(_low_part(sheet, low))
    ledger = sheet.territory.ledger("督查台账", "DC", "网格化管理督查台账", scope, *parts)
    return replace(
        ledger, period_label="督查月份", notes=_notes(sheet), wide=True, signed_rows=True, logged=True
    )


def _read(session: Session, scope: Scope) -> _Sheet:
    territory = Territory.load(session, scope)
    posts, found = Posts.load(session, scope.month), inspections_of(session, scope.month)
    lines = [_line(territory, posts, unit, found.get(unit.id)) for unit in _units(territory, found)]
    words = Codes.load(session, METHOD)
    inspected = [line.found for line in lines if line.found and line.found.scores]
    sums = {one.full for one in inspected}
    full = sums.pop() if len(sums) == 1 else None if sums else WHOLE
    states = Codes.load(session, PROBLEM_STATUS)
    return _Sheet(lines, _methods(words, inspected), full, words, states, territory)


def _units(territory: Territory, found: Iterable[bytes]) -> list[Unit]:
    """Return the month's grids, and whatever else of the area was inspected."""
    grids = {unit.id for unit in territory.grids}
    wanted = grids | (set(found) & territory.unit_ids)
    listed_now = [unit for unit in territory.tree.below(None) if unit.id in wanted]
    gone = wanted - {unit.id for unit in listed_now}
    return listed_now + [unit for unit in territory.ever.below(None) if unit.id in gone]


def _line(territory: Territory, posts: Posts, unit: Unit, found: Inspected | None) -> _Line:
    day = found.inspection.inspected_on if found else None
    grid = territory.grid_of(unit.id) or unit
    head = posts.name(grid.id, "grid_head", day)
    return _Line(unit, territory.station_name(unit), head, found)


def _methods(words: Codes, inspected: Sequence[Inspected]) -> dict[str, Decimal | None]:
    """Return the methods used in their order with their full marks, None where these differ."""
    if not inspected:
        return dict(FULL_MARKS)
    marks: dict[str, set[Decimal]] = {}
    for one in inspected:
        for method, score in one.scores.items():
            marks.setdefault(method, set()).add(score.full)
    order = {method: place for place, method in enumerate(words.words)}
    used = sorted(marks, key=lambda method: (order.get(method, len(order)), method))
    return {method: marks[method].pop() if len(marks[method]) == 1 else None for method in used}


def _columns(sheet: _Sheet) -> tuple[Column, ...]:
    named = sheet.territory.level_names["grid"]
    station = (Column("station", "管理站", 15, "c"),) if sheet.territory.has_stations else ()
    points = [
        Column(method, _title(sheet.words.word(method), mark), 12, "c", "int", _POINTS)
        for method, mark in sheet.methods.items()
    ]
    return (
        Column("no", "序号", 9, "c", "int"),
        *station,
        Column("grid", named, 32),
        Column("head", "网格长", 17, "c"),
        Column("day", "督查日期", 18, "c", "date"),
        *points,
        Column("total", _title("总分", sheet.full), 12, "c", "int", _POINTS),
        Column("problem", "存在问题", 36),
        Column("deadline", "整改时限", 18, "c", "date"),
        Column("state", "整改情况", 18, "c"),
        Column("rechecked", "日期", 15, "c", "date", _RECHECK),
        Column("signed", "签名", 19, "c", "text", _RECHECK),
    )


def _title(word: str, mark: Decimal | None) -> str:
    return word if not mark else f"{word}\n{_points(mark)}分"


def _points(value: Decimal | None) -> int | Decimal | None:
    """Return points without the places they do not need: 20, 17.5."""
    if value is None or value != value.to_integral_value():
        return value.normalize() if value is not None else None
    return int(value)


def _row(sheet: _Sheet, line: _Line, place: int) -> Row:
    found = line.found
    scores = found.scores if found else {}
    points = [_points(scores[m].points if m in scores else None) for m in sheet.methods]
    total = Cell(_points(line.total), strong=line.low)
    start: list[Cell | Value] = [place]
    if sheet.territory.has_stations:
        start.append(line.station)
    day = found.inspection.inspected_on if found else None
    problems = _problems(sheet, line)
    return Row((
        *start, sheet.territory.dated(line.unit), line.head, day, *points, total, *problems, _rechecked(line), "",
    ))  # fmt: skip


def _problems(sheet: _Sheet, line: _Line) -> tuple[Value, Value, Value]:
    """Return what was found, until when, and how it stands; numbered where there are several."""
    problems = line.found.problems if line.found else []
    return (
        listed([problem.description for problem in problems]),
        listed([problem.deadline for problem in problems]),
        listed([sheet.states.word(problem.status) for problem in problems]),
    )


def _rechecked(line: _Line) -> Value:
    """Return the day of the re-check; the cell stays empty for ink while there is none."""
    days = [problem.rechecked_on for problem in line.found.problems] if line.found else []
    return listed(days) if any(days) else ""


def _mean_row(sheet: _Sheet) -> Row:
    lead = 4 + sheet.territory.has_stations
    means = [_mean([line.found.scores[method].points for line in sheet.lines
                    if line.found and method in line.found.scores]) for method in sheet.methods]  # fmt: skip
    total = mean([line.total for line in sheet.lines if line.total is not None])
    words = Cell(_counts(sheet), 5, "l")
    return Row((Cell("平　均", lead, "c"), *means, total, words), "total")


def _mean(points: Sequence[Decimal]) -> Decimal | None:
    if not points:
        return None
    return (sum(points, Decimal(0)) / len(points)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _counts(sheet: _Sheet) -> str:
    counts = dict.fromkeys(PROBLEM_STATUS.words, 0)
    for line in sheet.lines:
        for problem in line.found.problems if line.found else ():
            counts[problem.status] = counts.get(problem.status, 0) + 1
    always = ("done", "open")
    said = [f"{sheet.states.word(state)} {counts[state]} 个" for state in always]
    said += [
        f"{sheet.states.word(state)} {n} 个"
        for state, n in counts.items()
        if n and state not in always
    ]
    low = sum(line.low for line in sheet.lines)
    missing = sum(line.found is None for line in sheet.lines)
    rest = f"；未督查 {missing} 个网格" if missing else ""
    return f"发现问题 {sum(counts.values())} 个，{'，'.join(said)}；{sheet.low_words} {low} 个网格{rest}"


def _low_part(sheet: _Sheet, low: Sequence[_Line]) -> Part:
    columns = (
        Column("no", "序号", 9, "c", "int"),
        Column("grid", sheet.territory.level_names["grid"], 40),
        Column("head", "网格长", 22, "c"),
        Column("total", "总分", 14, "c", "int"),
        Column("problem", "存在问题", 46),
        Column("deadline", "整改时限", 22, "c", "date"),
        Column("state", "整改情况", 22, "c"),
        Column("opinion", "中心意见", 41, "c"),
        Column("decision", f"{sheet.deciders}决定", 41, "c"),
    )
    rows = [
        Row((
            place, sheet.territory.dated(line.unit), line.head, Cell(_points(line.total), strong=True),
            *_problems(sheet, line), "", "",
        ))
        for place, line in enumerate(low, 1)
    ]  # fmt: skip
    heading = f"附：总分{sheet.low_words}的网格（{len(low)}个）"
    return Part(columns, tuple(rows), heading, row_height=11)


def _notes(sheet: _Sheet) -> tuple[str, ...]:
    methods = [sheet.words.word(method) for method in sheet.methods]
    numeral = "零一两三四五六七八九"
    count = numeral[len(methods)] if len(methods) < len(numeral) else str(len(methods))
    return (
        f"总分由{'、'.join(methods)}{count}项相加",
        f"{sheet.low_words}是否约谈、诫勉谈话，由{sheet.deciders}决定",
        "空格由复查人用钢笔或签字笔填写",
    )


def count_grids(session: Session, month: Month) -> int:
    """Return how many rows the ledger of a month has: all its grids, once one was inspected."""
    inspected = select(Inspection.unit_id).where(Inspection.month == str(month))
    found = set(session.scalars(inspected))
    grids = {unit.id for unit in Tree.load(session, month).level("grid")} if found else set()
    return len(grids | found)


LEDGERS: tuple[LedgerDef, ...] = (
    LedgerDef("inspection", "月度督查台账", "台账", inspection_ledger, count_grids),
)
