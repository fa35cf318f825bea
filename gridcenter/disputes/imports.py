"""The dispute register (矛盾纠纷登记表)."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridcenter.access.actors import Actor
from gridcenter.base.texts import fold, shorten, squeeze
from gridcenter.codes.tables import Codes, save_words
from gridcenter.disputes.codes import AGREEMENT, CLOSED_WORDS, KIND, STATUS
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.register.imports.places import Places
from gridcenter.register.services.books import Book, Values, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession


def _shape(context: Context) -> Shape:
    today, unstated = context.today, context.month is None
    day = parsers.day(context.year, today=today, latest=today, past=unstated, strict=True)
    closed = parsers.day(context.year, today=today, latest=today, past=unstated)
    return Shape(
        "disputes",
        "矛盾纠纷登记表",
        (
            Col("day", "登记日期", ("日期", "登记时间", "受理日期", "发生日期", "受理时间", "排查日期", "发生时间", "排查时间"), day, required=True),
            Col("village", "村名", ("行政村", "村", "所属村", "村（社区）", "社区", "村居", "所在村"), parsers.place(), fill_down=True),
            Col("grid", "基本网格", ("网格", "所属网格", "子网格", "微网格", "发生网格", "所在网格", "网格名称"), parsers.place(), fill_down=True),
            Col("party_a", "甲方当事人", ("甲方", "当事人甲", "申请人", "当事人一", "当事人1", "当事人（甲方）", "当事人", "纠纷当事人"), parsers.text(50), required=True),
            Col("party_b", "乙方当事人", ("乙方", "当事人乙", "被申请人", "当事人二", "当事人2", "当事人（乙方）", "对方当事人"), parsers.text(50)),
            Col("kind", "纠纷类型", ("类型", "纠纷类别", "矛盾类型", "类别", "矛盾纠纷类型"), parsers.text(40)),
            Col("narrative", "纠纷简要情况", ("简要情况", "纠纷情况", "主要情况", "纠纷内容", "基本情况", "矛盾纠纷情况", "简要案情", "纠纷概况", "主要内容", "纠纷简况", "事由", "内容"), parsers.text(2000), required=True),
            Col("mediator", "调解员", ("调解人", "调解人员", "责任人", "化解责任人", "包案人", "承办人", "化解人"), parsers.text(50)),
            Col("agreement", "协议形式", ("协议", "协议类型", "调解协议形式", "调解协议"), parsers.text(20)),
            Col("status", "处理结果", ("结果", "化解情况", "调解结果", "化解结果", "处理情况", "调处结果", "是否化解", "调解情况", "办理结果", "是否化解成功", "是否调解成功", "是否办结", "化解状态"), parsers.text(500)),
            Col("closed", "办结日期", ("化解日期", "调解日期", "结案日期", "化解时间", "调解时间", "办结时间"), closed),
        ),
    )  # fmt: skip


@dataclass(slots=True)
class _Register:
    """The disputes as the rows find them and leave them."""

    places: Places
    disputes: Book
    parties: Book
    kinds: Codes
    by_likeness: dict[tuple[Any, ...], list[Values]]
    numbers: dict[int, int]
    """The last number given in a year."""


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, _context: Context
) -> list[Verdict]:
    register = _load(session)
    verdicts = [_take(register, line) for line in reading.lines]
    save_words(session, register.kinds)
    register.disputes.save(session)
    register.parties.save(session)
    return verdicts


def _load(session: WriteSession) -> _Register:
    disputes = Book(Dispute, read_rows(session, Dispute))
    parties = Book(DisputeParty, read_rows(session, DisputeParty))
    names: dict[bytes, dict[int, str]] = defaultdict(dict)
    for party in parties.rows.values():
        names[party["dispute_id"]][party["side"]] = party["name"]
    likeness: dict[tuple[Any, ...], list[Values]] = defaultdict(list)
    numbers: dict[int, int] = defaultdict(int)
    for row in disputes.rows.values():
        sides = names[row["id"]]
        likeness[_key(row, sides.get(1, ""), sides.get(2, ""))].append(row)
        year, last = row["number"].removeprefix("JF").split("-")
        numbers[int(year)] = max(numbers[int(year)], int(last))
    kinds = Codes.load(session, KIND)
    return _Register(Places(session), disputes, parties, kinds, likeness, numbers)


def _key(row: Values, party_a: str, party_b: str) -> tuple[Any, ...]:
    return (row["registered_on"], row["unit_id"], row["narrative"], party_a, party_b)


def _take(register: _Register, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    remarks = list(line.remarks)
    village = register.places.village(v["village"])
    unit = register.places.unit(v["grid"], village)
    if unit is None and village is not None:
        unit = register.places.only_grid(village)
    if unit is None:
        named = v["grid"] or v["village"]
        words = (
            f"“{named}”不在本乡镇的网格里，请核对网格名称" if named else "没有填网格，也没有村名"
        )
        return judge(
            line, Outcome.REJECTED, [*remarks, Remark("基本网格", words, "unknown_grid", True)]
        )
    outcome, sure = _outcome(v, remarks)
    row = {
        "registered_on": v["day"], "unit_id": unit.id, "narrative": v["narrative"],
        "kind": register.kinds.take(v["kind"]) if v["kind"] else "other",
        "mediator": v["mediator"] or None, **outcome,
    }  # fmt: skip
    return judge(line, _enter(register, row, v["party_a"], v["party_b"], sure=sure), remarks)


def _outcome(v: dict[str, Any], remarks: list[Remark]) -> tuple[dict[str, Any], bool]:
    """Return status, agreement and closing day, and whether the word of the status is known."""
    said = squeeze(fold(v["status"])).strip("。.;,!")
    status = _status(said)
    result = None if not said or Codes(STATUS).code(said) else v["status"]
    if status is None:
        words = f"“{shorten(v['status'])}”认不出来，当作正在调解，原话留在调解情况里。可填：{'、'.join(STATUS.words.values())}"
        remarks.append(Remark("处理结果", words, "unknown_word"))
    elif said in CLOSED_WORDS:
        words = f"“{v['status']}”没有说调解成了没有，当作调解成功，请核对"
        remarks.append(Remark("处理结果", words, "unclear_word"))
    if v["closed"] and (status or "open") == "open":
        words = f"处理结果不是已经了结，办结日期 {v['closed']} 没有收，请核对"
        remarks.append(Remark("办结日期", words, "open_but_closed"))
    closed: date | None = v["closed"] if status not in {None, "open"} else None
    outcome = {
        "status": status or "open", "agreement": _agreement(v["agreement"], said, remarks),
        "closed_on": closed, "result": result,
    }  # fmt: skip
    return outcome, status is not None


def _status(said: str) -> str | None:
    """Return the code of a word, or of the first words of a sentence (已化解，双方满意)."""
    if not said:
        return "open"
    known, first = Codes(STATUS), re.split(r"[,;。:]", said)[0]
    closed = "agreed" if first in CLOSED_WORDS else None
    return known.code(said) or known.code(first) or closed


def _agreement(written: str, status: str, remarks: list[Remark]) -> str | None:
    agreement = Codes(AGREEMENT).code(written or status)
    if written and agreement is None:
        words = f"“{written}”认不出来，可填：书面、口头"
        remarks.append(Remark("协议形式", words, "unknown_word"))
    return agreement


def _enter(register: _Register, row: Values, party_a: str, party_b: str, *, sure: bool) -> Outcome:
    """Add a dispute or change the one known; a status not `sure` leaves the known one's as it is."""
    known = register.by_likeness[_key(row, party_a, party_b)]
    if known:
        news = row if sure else {key: value for key, value in row.items() if key != "status"}
        return Outcome.UPDATED if register.disputes.change(known.pop(), news) else Outcome.UNCHANGED
    year = row["registered_on"].year
    register.numbers[year] += 1
    made = register.disputes.add({**row, "number": f"JF{year}-{register.numbers[year]:04d}"})
    for side, name in enumerate((party_a, party_b), 1):
        if name:
            register.parties.add({"dispute_id": made["id"], "side": side, "name": name})
    return Outcome.CREATED


DISPUTES = ImportKind("disputes", "矛盾纠纷登记表", _shape, _apply)
