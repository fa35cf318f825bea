"""record KIND --from FILE.json: records entered through the same services as the forms."""

import argparse
import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gridcenter.access.actors import Actor
from gridcenter.base.dates import read_day
from gridcenter.base.errors import Damaged, NotFound, RuleBroken
from gridcenter.base.ids import read_id, show_id
from gridcenter.base.periods import Month, today
from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.commands.frame import Answer, opened
from gridcenter.disputes import codes as dispute_codes
from gridcenter.disputes.services import DisputeEntry, record_result, register_dispute
from gridcenter.matters import codes as matter_codes
from gridcenter.matters.services import MatterEntry, register_matter, solve_matter
from gridcenter.register import codes as register_codes
from gridcenter.register.imports.places import Places
from gridcenter.register.services.books import Households
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_resident,
)
from gridcenter.register.services.structure import add_village
from gridcenter.store.capture import WriteSession
from gridcenter.store.durable import disk_words
from gridcenter.supervision import codes as supervision_codes
from gridcenter.supervision.services import (
    InspectionEntry,
    ProblemEntry,
    ScoreEntry,
    recheck_problem,
    record_inspection,
)
from gridcenter.visits import codes as visit_codes
from gridcenter.visits.services import VisitEntry, raise_matter, record_visit

Given = Mapping[str, Any]


class Desk:
    """What the entries of one file share: the session, and names looked up in it."""

    def __init__(self, session: WriteSession, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.places = Places(session)
        self._homes: Households | None = None
        self._codes: dict[str, Codes] = {}

    def code(self, given: Given, key: str, table: CodeTable, default: str = "") -> str:
        """Return the code of a word or code in a field."""
        word = str(given.get(key) or "").strip()
        if not word:
            return default
        codes = self._codes.setdefault(table.name, Codes.load(self.session, table))
        found = codes.code(word)
        if found is None:
            allowed = "、".join(codes.words.values())
            raise RuleBroken(key, f"{table.title}没有“{word}”，可以填：{allowed}")
        return found

    def unit(self, given: Given, key: str = "unit") -> bytes | None:
        """Return the grid a field names: by name (with "village" where names repeat), code or id."""
        text = str(given.get(key) or "").strip()
        if not text:
            return None
        village = self.places.village(str(given.get("village") or ""))
        found = self.places.unit(text, village) or self.places.unit(text, None)
        if found is not None:
            return found.id
        for unit in self.places.tree.units:
            if text in {unit.code, show_id(unit.id)}:
                return unit.id
        raise RuleBroken(key, f"没有名为“{text}”的网格，请核对名称")

    def household(self, given: Given) -> bytes:
        """Return the household: "household" an id, or a number together with "village"."""
        text = str(given.get("household") or "").strip()
        try:
            return read_id(text)
        except ValueError:
            village = self.places.village(str(given.get("village") or ""))
        if village is None:
            raise RuleBroken("village", "请填写村名（village），户号要在村里找")
        if self._homes is None:
            self._homes = Households(self.session)
        found = self._homes.find(village.id, text)
        if found is None:
            raise RuleBroken("household", f"{village.name}没有户号 {text}，请核对")
        return bytes(found["id"])


def _day(given: Given, key: str, *, needed: bool = True) -> Any:  # noqa: ANN401
    text = str(given.get(key) or "").strip()
    read = read_day(text, year=today().year, today=today()) if text else None
    if read is not None and read.problem:
        raise RuleBroken(key, f"日期“{text}”{read.problem}")
    if needed and (read is None or read.day is None):
        raise RuleBroken(key, f"请填写日期（{key}），如 2026-10-07")
    return read.day if read else None


def _text(given: Given, key: str) -> str:
    return str(given.get(key) or "")


def _points(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise RuleBroken("points", f"得分“{value}”不是数字") from None


def _visit(desk: Desk, given: Given) -> bytes:
    entry = VisitEntry(
        visited_on=_day(given, "visited_on"),
        household_id=desk.household(given),
        visitor=_text(given, "visitor"),
        kind=desk.code(given, "kind", visit_codes.KIND, "daily"),
        result=desk.code(given, "result", visit_codes.RESULT, "met"),
        need=_text(given, "need"),
        note=_text(given, "note"),
    )
    visit = record_visit(desk.session, desk.actor, entry, today=today())
    if given.get("matter"):
        raise_matter(desk.session, desk.actor, visit.id)
    return visit.id


def _matter(desk: Desk, given: Given) -> bytes:
    if given.get("visit"):
        return raise_matter(desk.session, desk.actor, _id(given, "visit")).id
    village = desk.places.village(_text(given, "village"))
    limit = given.get("limit_days")
    entry = MatterEntry(
        content=_text(given, "content"),
        reported_on=_day(given, "reported_on"),
        channel=desk.code(given, "channel", matter_codes.CHANNEL, "resident"),
        category=desk.code(given, "category", matter_codes.CATEGORY, "opinion"),
        urgency=desk.code(given, "urgency", matter_codes.URGENCY, "normal"),
        unit_id=desk.unit(given),
        village_id=village.id if village else None,
        place=_text(given, "place"),
        asker=_text(given, "asker"),
        asker_phone=_text(given, "asker_phone"),
        anonymous=bool(given.get("anonymous")),
        limit_days=None if limit is None else int(limit),
    )
    matter = register_matter(desk.session, desk.actor, entry)
    if given.get("closed_on"):
        closed = _day(given, "closed_on")
        solve_matter(desk.session, desk.actor, matter.id, on=closed, result=_text(given, "result"))
    return matter.id


def _solution(desk: Desk, given: Given) -> bytes:
    matter = _id(given, "matter")
    closed = _day(given, "closed_on")
    solve_matter(desk.session, desk.actor, matter, on=closed, result=_text(given, "result"))
    return matter


def _dispute(desk: Desk, given: Given) -> bytes:
    unit = desk.unit(given)
    if unit is None:
        raise RuleBroken("unit", "请填写所属网格（unit）")
    parties = given.get("parties") or [given.get("party_a"), given.get("party_b")]
    if not isinstance(parties, list) or len(parties) != 2:  # noqa: PLR2004
        raise RuleBroken("parties", "请填写两方当事人，如 [\"张三\", \"李四\"]")
    entry = DisputeEntry(
        registered_on=_day(given, "registered_on"),
        unit_id=unit,
        kind=desk.code(given, "kind", dispute_codes.KIND, "other"),
        narrative=_text(given, "narrative"),
        parties=(str(parties[0] or ""), str(parties[1] or "")),
        mediator=_text(given, "mediator"),
    )
    dispute = register_dispute(desk.session, desk.actor, entry)
    if given.get("status"):
        _end(desk, dispute.id, given)
    return dispute.id


def _mediation(desk: Desk, given: Given) -> bytes:
    dispute = _id(given, "dispute")
    _end(desk, dispute, given)
    return dispute


def _end(desk: Desk, dispute: bytes, given: Given) -> None:
    record_result(
        desk.session,
        desk.actor,
        dispute,
        status=desk.code(given, "status", dispute_codes.STATUS, "open"),
        closed_on=_day(given, "closed_on", needed=False) or today(),
        agreement=desk.code(given, "agreement", dispute_codes.AGREEMENT),
        result=_text(given, "result"),
    )


def _inspection(desk: Desk, given: Given) -> bytes:
    unit = desk.unit(given)
    if unit is None:
        raise RuleBroken("unit", "请填写督查的网格（unit）")
    inspected_on = _day(given, "inspected_on")
    month = Month.parse(_text(given, "month")) if given.get("month") else Month.of(inspected_on)
    entry = InspectionEntry(
        unit_id=unit,
        month=month,
        inspected_on=inspected_on,
        scores=tuple(_score(desk, score) for score in given.get("scores") or ()),
        problems=tuple(_problem(desk, problem) for problem in given.get("problems") or ()),
        inspector=_text(given, "inspector"),
        opinion=_text(given, "opinion"),
    )
    return record_inspection(desk.session, desk.actor, entry).id


def _score(desk: Desk, given: Given) -> ScoreEntry:
    full = given.get("full")
    return ScoreEntry(
        method=desk.code(given, "method", supervision_codes.METHOD),
        points=_points(given.get("points")),
        reason=_text(given, "reason"),
        full=None if full is None else _points(full),
    )


def _problem(desk: Desk, given: Given) -> ProblemEntry:
    return ProblemEntry(
        description=_text(given, "description"),
        deadline=_day(given, "deadline", needed=False),
        responsible=_text(given, "responsible"),
        status=desk.code(given, "status", supervision_codes.PROBLEM_STATUS, "open"),
    )


def _recheck(desk: Desk, given: Given) -> bytes:
    problem = recheck_problem(
        desk.session,
        desk.actor,
        _id(given, "problem"),
        on=_day(given, "rechecked_on"),
        by=_text(given, "rechecked_by"),
        done=bool(given.get("done", True)),
        words=_text(given, "recheck"),
    )
    return problem.id


def _household(desk: Desk, given: Given) -> bytes:
    unit = desk.unit(given)
    if unit is None:
        raise RuleBroken("unit", "请填写所在的网格（unit）")
    kind = desk.code(given, "kind", register_codes.HOUSEHOLD_KIND)
    number, address = _text(given, "number"), _text(given, "address")
    return enter_household(
        desk.session, desk.actor, unit_id=unit, number=number, address=address, kind=kind
    ).id


def _resident(desk: Desk, given: Given) -> bytes:
    person = PersonEntry(
        name=_text(given, "name"),
        sex=desk.code(given, "sex", register_codes.SEX),
        birth=_day(given, "birth", needed=False),
        id_number=_text(given, "id_number"),
        phone=_text(given, "phone"),
    )
    entry = ResidentEntry(
        person=person,
        household_id=desk.household(given),
        relation=desk.code(given, "relation", register_codes.RELATION),
        since=_day(given, "since", needed=False),
        note=_text(given, "note"),
    )
    return enter_resident(desk.session, desk.actor, entry).id


def _village(desk: Desk, given: Given) -> bytes:
    name, code = _text(given, "name"), _text(given, "code")
    return add_village(desk.session, desk.actor, name=name, code=code).id


def _id(given: Given, key: str) -> bytes:
    try:
        return read_id(_text(given, key))
    except ValueError:
        raise NotFound(f"“{_text(given, key)}”不是记录编号（{key}）") from None


KINDS: dict[str, Callable[[Desk, Given], bytes]] = {
    "village": _village, "household": _household, "resident": _resident, "visit": _visit, "matter": _matter,
    "solution": _solution, "dispute": _dispute, "mediation": _mediation,
    "inspection": _inspection, "recheck": _recheck,
}  # fmt: skip


def run_record(arguments: argparse.Namespace) -> Answer:
    """Enter the records of a JSON file, all or none."""
    given = _load(Path(arguments.source))
    with opened(arguments) as office, office.database.write(office.actor) as session:
        desk = Desk(session, office.actor)
        ids = [_enter(desk, arguments.kind, number, one) for number, one in enumerate(given, 1)]
    return Answer({"created": len(ids), "ids": ids}, [f"已登记 {len(ids)} 条"])


def _enter(desk: Desk, kind: str, number: int, given: Given) -> str:
    try:
        return show_id(KINDS[kind](desk, given))
    except RuleBroken as error:
        raise RuleBroken(error.field, f"第 {number} 条：{error.words}") from error


def _load(path: Path) -> list[Given]:
    with disk_words(path):
        content = path.read_bytes()
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise Damaged(f"“{path.name}”不是 UTF-8 的 JSON 文件：{error}") from None
    items = given if isinstance(given, list) else [given]
    if not all(isinstance(item, dict) for item in items):
        raise Damaged(f"“{path.name}”里应是对象的列表，如 [{{\"visited_on\": \"2026-10-07\"}}]")
    return items
