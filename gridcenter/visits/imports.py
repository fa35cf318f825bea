"""The visit sheet (走访登记表)."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from gridcenter.access.actors import Actor
from gridcenter.codes.tables import Codes, save_words
from gridcenter.register.imports.households import HouseholdFinder
from gridcenter.register.imports.places import Places
from gridcenter.register.services.books import (
    Book,
    Households,
    People,
    Values,
    current_posts,
    read_rows,
)
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession
from gridcenter.visits.codes import KIND, RESULT
from gridcenter.visits.records import Visit

_NOTHING = ("无", "无诉求", "没有", "无意见", "暂无", "/", "-", "—")


def _shape(context: Context) -> Shape:
    today, unstated = context.today, context.month is None
    day = parsers.day(context.year, today=today, latest=today, past=unstated, strict=True)
    return Shape(
        "visits",
        "走访登记表",
        (
            Col("day", "走访日期", ("日期", "走访时间", "时间", "入户日期", "入户时间", "走访年月日"), day, required=True),
            Col("village", "村名", ("行政村", "村", "所属村", "村（社区）", "社区", "村居", "所在村"), parsers.place(), fill_down=True),
            Col("subgrid", "子网格", ("微网格", "网格", "所属网格", "基本网格", "所属子网格", "所在网格"), parsers.place(), fill_down=True),
            Col("number", "户号", ("户编号", "家庭编号", "户籍号", "户口编号", "住户编号", "农户编号"), parsers.code(30)),
            Col("head", "户主姓名", ("户主", "被走访人", "走访对象", "受访人", "走访户主", "被访户主", "被走访户"), parsers.name()),
            Col("visitor", "走访人", ("走访人员", "走访干部", "网格员", "入户人员", "走访网格员", "走访人姓名"), parsers.name(), required=True, fill_down=True),
            Col("kind", "走访类型", ("走访类别", "类型", "走访方式", "走访性质"), parsers.text(40)),
            Col("result", "走访结果", ("结果", "走访情况", "见面情况"), parsers.text(40)),
            Col("need", "群众诉求及意见", ("诉求", "群众诉求", "意见建议", "诉求及意见", "反映问题", "群众意见", "诉求或意见", "收集问题", "问题及诉求", "意见", "反映的问题"), parsers.text(1000, blanks=_NOTHING)),
            Col("note", "备注", (), parsers.text(300)),
        ),
    )  # fmt: skip


@dataclass(slots=True)
class _Diary:
    """The visits as the rows find them and leave them."""

    finder: HouseholdFinder
    people: People
    visits: Book
    kinds: Codes
    results: Codes
    posted: set[bytes]
    left: Counter[tuple[Any, ...]]
    """How many visits of each likeness are in the register and not yet met in the file."""


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, _context: Context
) -> list[Verdict]:
    visits = Book(Visit, read_rows(session, Visit))
    people = People.load(session)
    diary = _Diary(
        HouseholdFinder(Places(session), people, Households(session)),
        people,
        visits,
        Codes.load(session, KIND),
        Codes.load(session, RESULT),
        {holding["person_id"] for holding in current_posts(session)},
        Counter(map(_likeness, visits.rows.values())),
    )
    verdicts = [_take(diary, line) for line in reading.lines]
    save_words(session, diary.kinds)
    save_words(session, diary.results)
    visits.save(session)
    return verdicts


def _likeness(visit: Values) -> tuple[Any, ...]:
    names = ("visited_on", "household_id", "visitor", "kind", "result", "need", "note")
    return tuple(visit.get(name) for name in names)


def _take(diary: _Diary, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    remarks = list(line.remarks)
    household = diary.finder.find(line, remarks)
    if household is None:
        return judge(line, Outcome.REJECTED, remarks)
    visit = {
        "visited_on": v["day"], "household_id": household["id"], "visitor": v["visitor"],
        "visitor_id": _visitor(diary, v["visitor"]),
        "kind": diary.kinds.take(v["kind"]) if v["kind"] else "daily",
        "result": diary.results.take(v["result"]) if v["result"] else "met",
        "need": v["need"] or None, "note": v["note"] or None,
    }  # fmt: skip
    likeness = _likeness(visit)
    if diary.left[likeness] > 0:
        diary.left[likeness] -= 1
        return judge(line, Outcome.UNCHANGED, remarks)
    diary.visits.add(visit)
    return judge(line, Outcome.CREATED, remarks)


def _visitor(diary: _Diary, name: str) -> bytes | None:
    """Return the one post holder of this name, None when there is none or several."""
    found = [p["id"] for p in diary.people.by_name(name) if p["id"] in diary.posted]
    return found[0] if len(found) == 1 else None


VISITS = ImportKind("visits", "走访登记表", _shape, _apply)
