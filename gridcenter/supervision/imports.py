"""The month's inspection sheet (督查打分表)."""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes, save_words
from gridcenter.register.imports.places import Places
from gridcenter.register.services.books import Book, Values, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession
from gridcenter.supervision.codes import FULL_MARKS, METHOD, PROBLEM_STATUS
from gridcenter.supervision.records import Inspection, InspectionProblem, InspectionScore
from gridcenter.supervision.rules import points_fault

_METHODS = re.compile(r"听(取)?汇报|看(工作)?实绩|评(议)?责任|查(看)?台账|电话抽查|入户核实|^(?!.*(总|合计|平均|满))[^()]+\(\d+分\)")
_SPELLINGS = {"听取汇报": "听汇报", "看工作实绩": "看实绩", "评议责任": "评责任", "查看台账": "查台账"}
_NO_PROBLEM = ("无", "没有", "无问题", "未发现问题", "/", "-", "—")


def _shape(context: Context) -> Shape:
    day = parsers.day(context.year, today=context.today)
    return Shape(
        "inspections",
        "督查打分表",
        (
            Col("village", "村名", ("行政村", "村", "所属村", "村（社区）", "社区", "村居"), parsers.place(), fill_down=True),
            Col("grid", "基本网格", ("网格", "网格名称", "所属网格", "被督查网格", "督查网格", "基础网格", "综合网格"), parsers.place(), required=True, fill_down=True),
            Col("day", "督查日期", ("日期", "检查日期", "督查时间", "检查时间", "督导日期"), day, fill_down=True),
            Col("scores", "得分", (), parsers.number(), pattern=_METHODS),
            Col("total", "总分", ("合计", "总得分", "合计得分", "得分", "总分（100分）", "合计（100分）"), parsers.number()),
            Col("inspector", "督查人", ("检查人", "督查人员", "督查组", "检查人员"), parsers.text(100), fill_down=True),
            Col("problem", "存在问题", ("问题", "主要问题", "发现问题", "存在的问题", "督查问题", "问题清单"), parsers.text(500, blanks=_NO_PROBLEM)),
            Col("responsible", "责任人", ("整改责任人", "整改人"), parsers.text(50)),
            Col("deadline", "整改时限", ("整改期限", "限期", "整改日期", "完成时限", "整改完成时限"), day),
            Col("status", "整改情况", ("整改结果", "整改状态", "整改落实情况", "是否整改"), parsers.text(40)),
            Col("rechecked", "复查日期", ("复查时间", "复核日期"), day),
            Col("rechecker", "复查人", ("复核人",), parsers.text(50)),
        ),
    )  # fmt: skip


@dataclass(slots=True)
class _Month:
    """The inspections as the rows find them and leave them."""

    month: Month | None
    places: Places
    inspections: Book
    scores: Book
    problems: Book
    methods: Codes
    statuses: Codes
    marks: dict[str, Decimal]
    """Full mark by method, as the headers say."""
    by_grid: dict[tuple[bytes, str], Values]
    scores_of: dict[bytes, dict[str, Values]]
    problems_of: dict[bytes, list[Values]]


def _apply(
    session: WriteSession, actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    actor.require(Right.INSPECT)
    month = _load(session, reading, context)
    verdicts = [_take(month, line) for line in reading.lines]
    save_words(session, month.methods)
    save_words(session, month.statuses)
    for book in (month.inspections, month.scores, month.problems):
        book.save(session)
    return verdicts


def _load(session: WriteSession, reading: Reading, context: Context) -> _Month:
    inspections = Book(Inspection, read_rows(session, Inspection))
    scores = Book(InspectionScore, read_rows(session, InspectionScore))
    problems = Book(InspectionProblem, read_rows(session, InspectionProblem))
    methods = Codes.load(session, METHOD)
    scores_of: dict[bytes, dict[str, Values]] = defaultdict(dict)
    for score in scores.rows.values():
        scores_of[score["inspection_id"]][score["method"]] = score
    problems_of: dict[bytes, list[Values]] = defaultdict(list)
    for problem in sorted(problems.rows.values(), key=lambda row: row["position"]):
        problems_of[problem["inspection_id"]].append(problem)
    return _Month(
        context.month, Places(session), inspections, scores, problems, methods,
        Codes.load(session, PROBLEM_STATUS), _marks(reading, methods),
        {(row["unit_id"], row["month"]): row for row in inspections.rows.values()},
        scores_of, problems_of,
    )  # fmt: skip


def _marks(reading: Reading, methods: Codes) -> dict[str, Decimal]:
    marks = dict(FULL_MARKS)
    for table in reading.tables:
        for head in table.heads_of("scores"):
            if head.mark is not None:
                marks[_method(head.plain, methods)] = Decimal(str(head.mark))
    return marks


def _method(head: str, methods: Codes) -> str:
    return methods.take(_SPELLINGS.get(head, head))


def _take(month: _Month, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    remarks = list(line.remarks)
    unit = month.places.unit(v["grid"], month.places.village(v["village"]))
    if unit is None:
        words = f"“{v['grid']}”不在{v['village'] or '本乡镇'}的网格里，请核对网格名称"
        remarks.append(Remark("基本网格", words, "unknown_grid", True))
    period = month.month or (Month.of(v["day"]) if v["day"] else None)
    if period is None:
        words = "表题里没有月份，也没有督查日期，不知道是哪个月的"
        remarks.append(Remark("督查日期", words, "no_month", True))
    scores = _scores(month, v, remarks)
    if unit is None or period is None or any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    found = month.by_grid.get((unit.id, str(period)))
    about = {"inspected_on": v["day"], "inspector": v["inspector"] or None}
    changed = found is not None and month.inspections.change(found, about)
    if found is None:
        inspection = month.inspections.add({"unit_id": unit.id, "month": str(period), **about})
        month.by_grid[unit.id, str(period)] = inspection
    else:
        inspection = found
    changed |= _set_scores(month, inspection, scores)
    changed |= _set_problem(month, inspection, v, remarks)
    if found is None:
        return judge(line, Outcome.CREATED, remarks)
    return judge(line, Outcome.UPDATED if changed else Outcome.UNCHANGED, remarks)


def _scores(month: _Month, v: dict[str, Any], remarks: list[Remark]) -> dict[str, Decimal]:
    scores: dict[str, Decimal] = {}
    for head, value in v["scores"].items():
        if value is None:
            continue
        points = Decimal(str(value))
        method = _method(head, month.methods)
        fault = points_fault(points, month.marks.get(method, Decimal(100)))
        if fault:
            remarks.append(Remark(head, fault, "bad_points", True))
        scores[method] = points
    total = sum(scores.values(), Decimal(0))
    if v["total"] is not None and scores and total != Decimal(str(v["total"])):
        words = f"表上写 {v['total']:g} 分，各项相加是 {total.normalize():f} 分，按相加的登记"
        remarks.append(Remark("总分", words, "wrong_total"))
    return scores


def _set_scores(month: _Month, inspection: Values, scores: dict[str, Decimal]) -> bool:
    changed = False
    known = month.scores_of[inspection["id"]]
    for method, points in scores.items():
        values = {"points": points, "full": month.marks.get(method, Decimal(100))}
        if method in known:
            changed |= month.scores.change(known[method], values)
        else:
            row = {"inspection_id": inspection["id"], "method": method, **values}
            known[method] = month.scores.add(row)
            changed = True
    return changed


def _set_problem(
    month: _Month, inspection: Values, v: dict[str, Any], remarks: list[Remark]
) -> bool:
    """See that the row's problem is among those of the inspection."""
    if not v["problem"]:
        return False
    if v["deadline"] and v["day"] and v["deadline"] < v["day"]:
        words = "整改时限早于督查日期，请核对"
        remarks.append(Remark("整改时限", words, "early_deadline"))
    status = month.statuses.take(v["status"]) if v["status"] else "open"
    values = {
        "deadline": v["deadline"], "status": status, "responsible": v["responsible"] or None,
        "rechecked_on": v["rechecked"], "rechecked_by": v["rechecker"] or None,
    }  # fmt: skip
    problems = month.problems_of[inspection["id"]]
    for problem in problems:
        if problem["description"] == v["problem"]:
            return month.problems.change(problem, values)
    problems.append(month.problems.add({
        "inspection_id": inspection["id"], "position": len(problems),
        "description": v["problem"], **values,
    }))  # fmt: skip
    return True


INSPECTIONS = ImportKind("inspections", "督查打分表", _shape, _apply)
