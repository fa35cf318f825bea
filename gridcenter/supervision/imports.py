"""The month's inspection sheet (督查打分表)."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.base.texts import shorten
from gridcenter.codes.tables import Codes, save_words
from gridcenter.register.imports.places import Places
from gridcenter.register.records import Unit
from gridcenter.register.services.books import Book, Values, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession
from gridcenter.supervision.codes import METHOD, ONLY_TOTAL, PROBLEM_STATUS
from gridcenter.supervision.points import METHODS, PointsTable, points_parser, points_tables
from gridcenter.supervision.records import Inspection, InspectionProblem, InspectionScore
from gridcenter.supervision.rules import points_fault

_NO_PROBLEM = ("无", "没有", "无问题", "未发现问题", "/", "-", "—")


def _shape(context: Context) -> Shape:
    today, unstated = context.today, context.month is None
    day = parsers.day(context.year, today=today)
    gone = parsers.day(context.year, today=today, latest=today, past=unstated, strict=True)
    return Shape(
        "inspections",
        "督查打分表",
        (
            Col("village", "村名", ("行政村", "村", "所属村", "村（社区）", "社区", "村居"), parsers.place(), fill_down=True),
            Col("grid", "基本网格", ("网格", "网格名称", "所属网格", "被督查网格", "督查网格", "基础网格", "综合网格"), parsers.place(), fill_down=True),
            Col("day", "督查日期", ("日期", "检查日期", "督查时间", "检查时间", "督导日期"), gone, fill_down=True),
            Col("scores", "得分", (), points_parser(), pattern=METHODS),
            Col("total", "总分", ("合计", "总得分", "合计得分", "总分（100分）", "合计（100分）", "总成绩", "综合得分", "最终得分", "最后得分", "考核得分", "实得分"), parsers.number()),
            Col("inspector", "督查人", ("检查人", "督查人员", "督查组", "检查人员"), parsers.text(100), fill_down=True),
            Col("problem", "存在问题", ("问题", "主要问题", "发现问题", "存在的问题", "督查问题", "问题清单", "扣分原因", "扣分缘由", "扣分说明", "扣分情况", "存在问题及扣分原因"), parsers.text(500, blanks=_NO_PROBLEM)),
            Col("responsible", "责任人", ("整改责任人", "整改人"), parsers.text(50)),
            Col("deadline", "整改时限", ("整改期限", "限期", "整改日期", "完成时限", "整改完成时限"), day),
            Col("status", "整改情况", ("整改结果", "整改状态", "整改落实情况", "是否整改", "是否完成整改", "是否整改完成", "整改完成情况", "是否整改到位"), parsers.text(40)),
            Col("rechecked", "复查日期", ("复查时间", "复核日期"), day),
            Col("rechecker", "复查人", ("复核人",), parsers.text(50)),
        ),
    )  # fmt: skip


_Scores = dict[str, tuple[Decimal, Decimal]]
"""Points and full mark by method."""


@dataclass(slots=True)
class _Doubts:
    """What is doubtful about the points of a row."""

    unread: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    gap: bool = False
    """Whether a cell of a method could not be read."""


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
    tables: dict[str, PointsTable]
    by_grid: dict[tuple[bytes, str], Values]
    scores_of: dict[bytes, dict[str, Values]]
    problems_of: dict[bytes, list[Values]]


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    month = _load(session, reading, context)
    _check(month, reading)
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
        Codes.load(session, PROBLEM_STATUS), points_tables(reading, methods),
        {(row["unit_id"], row["month"]): row for row in inspections.rows.values()},
        scores_of, problems_of,
    )  # fmt: skip


def _check(month: _Month, reading: Reading) -> None:
    """Refuse a sheet that is no inspection sheet: raises RuleBroken("columns")."""
    for table in reading.tables:
        if not (table.heads_of("village") or table.heads_of("grid")):
            raise RuleBroken(
                "columns", f"工作表“{table.sheet}”里没有“基本网格”或“村名”一列，不像督查打分表"
            )
        told = table.heads_of("total") or table.heads_of("problem")
        if not told and not month.tables[table.sheet].any_sure:
            words = (
                f"工作表“{table.sheet}”里没有认出得分、总分和存在问题，不像督查打分表。"
                "请在得分的表头里写满分，如“听汇报（20分）”"
            )
            raise RuleBroken("columns", words)


def _take(month: _Month, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    remarks = list(line.remarks)
    unit = _unit(month, v, remarks)
    period = month.month or (Month.of(v["day"]) if v["day"] else None)
    if period is None:
        words = "表题里没有月份，也没有督查日期，不知道是哪个月的"
        remarks.append(Remark("督查日期", words, "no_month", True))
    scores = _scores(month.tables[line.sheet], v, remarks)
    if unit is None or period is None or any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    found = month.by_grid.get((unit.id, str(period)))
    if found is not None:
        scores = _beside_known(month, found, scores, remarks)
        if remarks and remarks[-1].fatal:
            return judge(line, Outcome.REJECTED, remarks)
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


def _unit(month: _Month, v: dict[str, Any], remarks: list[Remark]) -> Unit | None:
    village = month.places.village(v["village"])
    if v["grid"]:
        unit = month.places.unit(v["grid"], village)
        words = f"“{v['grid']}”不在{v['village'] or '本乡镇'}的网格里，请核对网格名称"
    elif village is not None:
        unit = month.places.only_grid(village)
        words = f"没有填网格，{village.name}不是只有一个网格，请填网格名称"
    else:
        unit = None
        words = (
            f"没有填网格，“{v['village']}”不在本乡镇的村里"
            if v["village"]
            else "没有填网格，也没有村名"
        )
    if unit is None:
        remarks.append(Remark("基本网格", words, "unknown_grid", True))
    return unit


def _scores(table: PointsTable, v: dict[str, Any], remarks: list[Remark]) -> _Scores:
    """Return the points and full marks by method; what is wrong goes to `remarks`."""
    scores: _Scores = {}
    doubts = _Doubts()
    for column in table.columns:
        value = v["scores"].get(column.key)
        if value is None:
            continue
        if not column.method or isinstance(value, str):
            said = value if isinstance(value, str) else f"{value:g}"
            doubts.unread.append(f"“{column.head}”的“{shorten(said)}”")
            doubts.gap |= bool(column.method)
            continue
        points = column.points(value)
        if fault := column.fault(points):
            remarks.append(Remark(column.head, fault, "bad_points", True))
        scores[column.method] = (points, column.full)
        if not column.sure:
            doubts.guessed.append(f"“{column.head}”")
    total = None if v["total"] is None else Decimal(str(v["total"]))
    if total is not None and not scores:
        return _only_total(table, total, remarks)
    _weigh(scores, total, doubts, remarks, nothing=not v["problem"])
    return scores


def _weigh(
    scores: _Scores, total: Decimal | None, doubts: _Doubts, remarks: list[Remark], *, nothing: bool
) -> None:
    """Say what the points leave in doubt; `nothing` tells that the row names no problem either."""
    added = sum((points for points, _ in scores.values()), Decimal(0))
    unread = "、".join(doubts.unread)
    if total is None or total == added:
        if unread:
            fatal = total is None and (doubts.gap if scores else nothing)
            words = f"{unread}没有认作得分，" + ("请写成数字" if fatal else "没有收")
            remarks.append(Remark("得分", words, "not_points", fatal))
        elif not scores and nothing:
            remarks.append(Remark("得分", "没有得分，也没有存在问题", "no_points", True))
        return
    said = f"表上写 {total.normalize():f} 分，各项相加是 {added.normalize():f} 分"
    doubted = "、".join((*doubts.unread, *doubts.guessed))
    words = (
        f"{said}；{doubted}是不是得分拿不准。请核对：得分写成数字，表头写明满分"
        if doubted
        else f"{said}，按相加的登记"
    )
    remarks.append(Remark("总分", words, "wrong_total", bool(doubted)))


def _only_total(table: PointsTable, total: Decimal, remarks: list[Remark]) -> _Scores:
    fault = points_fault(total, table.total_full)
    if fault:
        remarks.append(Remark("总分", fault.replace("得分", "总分"), "bad_points", True))
    elif table.any_sure:
        remarks.append(Remark("总分", "没有各项得分，只登记总分", "only_total"))
    return {ONLY_TOTAL: (total, table.total_full)}


def _beside_known(
    month: _Month, inspection: Values, scores: _Scores, remarks: list[Remark]
) -> _Scores:
    """Keep a total alone from being added to the points it is the sum of, and the other way round."""
    known = month.scores_of[inspection["id"]]
    if ONLY_TOTAL in scores and known and ONLY_TOTAL not in known:
        added = sum((score["points"] for score in known.values()), Decimal(0))
        total = scores[ONLY_TOTAL][0]
        if added != total:
            words = f"这个月已登记各项得分，共 {added.normalize():f} 分，与总分 {total.normalize():f} 分不符，请核对"
            remarks.append(Remark("总分", words, "wrong_total", True))
        return {}
    if scores and ONLY_TOTAL in known and ONLY_TOTAL not in scores:
        method = next(iter(scores))
        known[method] = known.pop(ONLY_TOTAL)
        month.scores.change(known[method], {"method": method})
    return scores


def _set_scores(month: _Month, inspection: Values, scores: _Scores) -> bool:
    changed = False
    known = month.scores_of[inspection["id"]]
    for method, (points, full) in scores.items():
        values = {"points": points, "full": full}
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


INSPECTIONS = ImportKind("inspections", "督查打分表", _shape, _apply, Right.INSPECT)
