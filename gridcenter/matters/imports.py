"""The county's 12345 list (12345热线转办单)."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from gridcenter.access.actors import Actor
from gridcenter.base.dates import read_day
from gridcenter.base.texts import fold, shorten, squeeze
from gridcenter.base.workdays import is_working_day
from gridcenter.codes.tables import Codes, save_words
from gridcenter.matters.codes import CATEGORY
from gridcenter.matters.records import Matter, MatterStep
from gridcenter.matters.rules import HOTLINE_DAYS, due_day
from gridcenter.register.imports.places import Places
from gridcenter.register.services.books import Book, Values, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.cells import Cell, words
from gridcenter.sheets.columns import Col, Doubt, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?\s*$")
_DAYS = re.compile(
    r"(?:限期?|自收到起)?(\d{1,3}|[一二三四五六七八九十])(?:\.0)?(?:个)?(?:工作日|自然日|日|天)?(?:以?内)?(?:办结|办理)?"
)
_NUMERALS = "一二三四五六七八九十"
_LONGEST = 365
_URGENCIES = {
    "normal": ("一般", "普通"),
    "urgent": ("紧急", "加急"),
    "critical": ("特急", "特别紧急"),
}


def _moment(context: Context) -> Any:  # noqa: ANN401
    """Make a parser of 2026-10-07 19:01 → (date, "19:01"); (None, None) when empty."""
    today, unstated = context.today, context.month is None
    day = parsers.day(context.year, today=today, latest=today, past=unstated)

    def parse(cell: Cell) -> object:
        if cell == "":
            return (None, None)
        text = words(cell)
        clock = _CLOCK.search(text)
        at = f"{int(clock[1]):02d}:{clock[2]}" if clock else None
        if isinstance(cell, datetime):
            at = f"{cell:%H:%M}"
        elif clock:
            cell = text[: clock.start()]
        read = day(cell)
        if isinstance(read, Doubt):
            return Doubt((read.value, at), read.words, read.reason, read.value is None)
        return (read, at)

    return parse


def _limit(year: int, today: date) -> Any:  # noqa: ANN401
    """Make a parser of a limit → working days (5, 5个工作日), or the day it ends; None when empty."""

    def parse(cell: Cell) -> object:
        if cell == "":
            return None
        text = squeeze(fold(words(cell)))
        if found := _DAYS.fullmatch(text):
            days = int(found[1]) if found[1].isdigit() else _NUMERALS.index(found[1]) + 1
            if days <= _LONGEST:
                return days
        clock = _CLOCK.search(text)
        read = read_day(text[: clock.start()] if clock else cell, year=year, today=today)
        if read.day is None or read.problem or not read.exact:
            said = (
                f"“{shorten(text)}”认不出来，当作{HOTLINE_DAYS}个工作日；请写工作日数，或到哪一天"
            )
            return Doubt(None, said, "bad_limit")
        return read.day

    return parse


def _shape(context: Context) -> Shape:
    return Shape(
        "hotline",
        "12345热线转办单",
        (
            Col("number", "工单编号", ("工单号", "编号", "转办单号", "受理编号", "单号", "流水号", "热线编号", "交办单号"), parsers.code(30), required=True),
            Col("moment", "来电时间", ("受理时间", "接收时间", "日期", "时间", "来电日期", "登记时间", "转办时间", "派单时间", "受理日期"), _moment(context), required=True),
            Col("asker", "来电人", ("诉求人", "姓名", "来电人姓名", "反映人", "联系人", "诉求人姓名", "市民姓名"), parsers.text(50)),
            Col("phone", "联系电话", ("电话", "来电号码", "联系方式", "手机", "手机号", "诉求人电话"), parsers.phone()),
            Col("village", "所属村居", ("村名", "村居", "行政村", "村", "所属村", "承办单位", "所属网格", "村（社区）", "社区", "涉及村居"), parsers.place()),
            Col("category", "诉求类别", ("类别", "事项类别", "诉求类型", "问题类型", "分类", "内容分类", "工单类型", "事项分类"), parsers.text(40)),
            Col("content", "诉求内容", ("内容", "问题描述", "反映内容", "主要内容", "事项内容", "诉求描述", "来电内容", "工单内容"), parsers.text(2000), required=True),
            Col("limit", "办理时限", ("办理时限(工作日)", "时限", "办结时限", "时限（天）", "办理期限", "办结期限", "处理时限", "截止日期", "截止时间", "办结截止时间", "要求办结时间"), _limit(context.year, context.today)),
            Col("urgency", "紧急程度", ("紧急", "等级", "缓急程度", "紧急级别"), parsers.choice(_URGENCIES, default="normal")),
        ),
    )  # fmt: skip


def _apply(
    session: WriteSession, actor: Actor, reading: Reading, _context: Context
) -> list[Verdict]:
    places, categories = Places(session), Codes.load(session, CATEGORY)
    matters = Book(Matter, read_rows(session, Matter, Matter.channel == "hotline"))
    steps = Book(MatterStep)
    known = {row["number"]: row for row in matters.rows.values()}
    verdicts = []
    for line in reading.lines:
        if line.fatal:
            verdicts.append(judge(line, Outcome.REJECTED))
            continue
        remarks = list(line.remarks)
        row = _matter(line.values, places, categories, remarks)
        found = known.get(row["number"])
        if found is not None:
            changed = matters.change(found, {k: v for k, v in row.items() if k != "status"})
            verdicts.append(judge(line, Outcome.UPDATED if changed else Outcome.UNCHANGED, remarks))
            continue
        made = known[row["number"]] = matters.add(row)
        steps.add({
            "matter_id": made["id"], "verb": "register", "on": row["reported_on"], "by": actor.name,
        })  # fmt: skip
        verdicts.append(judge(line, Outcome.CREATED, remarks))
    save_words(session, categories)
    matters.save(session)
    steps.save(session)
    return verdicts


def _matter(v: dict[str, Any], places: Places, categories: Codes, remarks: list[Remark]) -> Values:
    day, at = v["moment"]
    village = places.village(v["village"])
    unit = places.only_grid(village) if village else places.unit(v["village"], None)
    if v["village"] and village is None and unit is None:
        said = f"“{v['village']}”不在本乡镇的村里，先记作地点，请核对"
        remarks.append(Remark("所属村居", said, "unknown_village"))
    limit, due = _due(day, v["limit"], remarks)
    return {
        "number": v["number"], "channel": "hotline", "reported_on": day, "reported_at": at,
        "category": categories.take(v["category"]) if v["category"] else "other",
        "urgency": v["urgency"], "unit_id": unit.id if unit else None,
        "village_id": village.id if village else None,
        "place": None if village else v["village"] or None, "content": v["content"],
        "asker": v["asker"] or None, "asker_phone": v["phone"] or None,
        "anonymous": not v["asker"], "limit_days": limit, "due_on": due,
        "status": "open",
    }  # fmt: skip


def _due(day: date, limit: int | date | None, remarks: list[Remark]) -> tuple[int, date | None]:
    """Return a limit in working days and the day it ends, which may be what the list says."""
    if isinstance(limit, date):
        if timedelta(0) <= limit - day <= timedelta(_LONGEST):
            spent = (day + timedelta(n) for n in range(1, (limit - day).days + 1))
            return sum(map(is_working_day, spent)), limit
        said = f"{limit} 不在来电以后的一年里，当作{HOTLINE_DAYS}个工作日，请核对"
        remarks.append(Remark("办理时限", said, "bad_limit"))
        limit = None
    days = HOTLINE_DAYS if limit is None else limit
    return days, due_day(day, days)


HOTLINE = ImportKind("hotline", "12345热线转办单", _shape, _apply)
