"""The list of households and the members who look after them (联系户名单).

It stands here since only this wing knows who is a member: of namesakes the member is meant.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from gridcenter.access.actors import Actor
from gridcenter.base.periods import day_before
from gridcenter.care.codes import LINK_KIND
from gridcenter.care.records import HouseholdLink
from gridcenter.codes.tables import Codes, save_words
from gridcenter.party.records import Member
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
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_HEADINGS = {
    "village": ("行政村", "村", "所属村", "村（社区）", "社区", "村居", "所在村"),
    "subgrid": ("微网格", "网格", "所属网格", "基本网格", "所属子网格", "所在网格"),
    "number": ("户编号", "家庭编号", "户籍号", "户口编号", "住户编号", "农户编号", "联系户号"),
    "head": ("户主", "联系户户主", "联系户", "联系户姓名", "被联系户", "挂户户主", "群众姓名", "包户户主"),
    "person": (
        "党员", "联系党员", "党员姓名", "联系人", "联系人姓名", "挂户党员", "挂联党员", "包户干部", "包联干部",
        "联系干部", "责任人", "挂户人", "帮联党员",
    ),
    "phone": ("党员电话", "联系人电话", "电话", "手机", "手机号", "手机号码", "联系方式", "党员联系电话", "党员手机"),
    "kind": ("联系类型", "联系类别", "类型", "挂联方式", "方式"),
    "since": ("联系日期", "联系时间", "开始日期", "起始时间", "挂联时间"),
    "basis": ("文号", "文件依据", "安排文件"),
}  # fmt: skip


def _shape(context: Context) -> Shape:
    h = _HEADINGS
    return Shape(
        "links",
        "联系户名单",
        (
            Col("village", "村名", h["village"], parsers.place(), fill_down=True),
            Col("subgrid", "子网格", h["subgrid"], parsers.place(), fill_down=True),
            Col("person", "党员姓名", h["person"], parsers.name(), required=True, fill_down=True),
            Col("phone", "联系电话", h["phone"], parsers.phone(), fill_down=True),
            Col("number", "户号", h["number"], parsers.code(30)),
            Col("head", "户主姓名", h["head"], parsers.name()),
            Col("kind", "联系方式", h["kind"], parsers.text(40)),
            Col("since", "起始日期", h["since"], parsers.day(latest=context.today)),
            Col("basis", "依据", h["basis"], parsers.text(100)),
        ),
    )


@dataclass(slots=True)
class _Roll:
    """The register and the links as the rows find them and leave them."""

    today: date
    finder: HouseholdFinder
    people: People
    links: Book
    kinds: Codes
    likely: set[bytes]
    """Members, and those in a post: who is meant among namesakes."""
    open: dict[tuple[bytes, str], list[Values]] = field(default_factory=dict)

    def held(self, household: bytes, kind: str) -> list[Values]:
        """Return the open links of a household of a kind."""
        return self.open.setdefault((household, kind), [])


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    links = Book(HouseholdLink, read_rows(session, HouseholdLink, HouseholdLink.until.is_(None)))
    members = set(session.scalars(select(Member.person_id).where(Member.until.is_(None))))
    posted = {holding["person_id"] for holding in current_posts(session)}
    people = People.load(session)
    finder = HouseholdFinder(Places(session), people, Households(session))
    roll = _Roll(
        context.today, finder, people, links, Codes.load(session, LINK_KIND), members | posted
    )
    for link in links.rows.values():
        roll.held(link["household_id"], link["kind"]).append(link)
    verdicts = [_take(roll, line) for line in reading.lines]
    save_words(session, roll.kinds)
    links.save(session)
    return verdicts


def _take(roll: _Roll, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    remarks = list(line.remarks)
    household, person = roll.finder.find(line, remarks), _person(roll, v, remarks)
    if household is None or person is None:
        return judge(line, Outcome.REJECTED, remarks)
    kind = roll.kinds.take(v["kind"]) if v["kind"] else "member"
    held = roll.held(household["id"], kind)
    same = next((one for one in held if one["person_id"] == person["id"]), None)
    if same is not None:
        changed = roll.links.change(same, {"since": v["since"], "basis": v["basis"] or None})
        return judge(line, Outcome.UPDATED if changed else Outcome.UNCHANGED, remarks)
    since: date = v["since"] or roll.today
    if refused := _in_the_way(roll, held, since):
        return judge(line, Outcome.REJECTED, [*remarks, refused])
    for one in held:
        roll.links.set(one, {"until": day_before(since)})
        name = roll.people.rows[one["person_id"]]["name"]
        remarks.append(Remark("党员姓名", f"原联系人{name}到前一天为止，请核对", "passed_on"))
    made = roll.links.add({
        "person_id": person["id"], "household_id": household["id"], "kind": kind,
        "since": since if held else v["since"], "basis": v["basis"] or None,
    })  # fmt: skip
    held[:] = [made]
    return judge(line, Outcome.CREATED, remarks)


def _in_the_way(roll: _Roll, held: list[Values], since: date) -> Remark | None:
    """Say why a household cannot go to somebody else from a day on."""
    for one in held:
        if roll.links.is_new(one):
            words = "这张表里这一户已有别的联系人，请核对，另一行删掉"
            return Remark("党员姓名", words, "two_people", True)
        if one["since"] is not None and since <= one["since"]:
            words = f"这一户从{one['since']:%Y-%m-%d}起已有联系人，换人的日期要更晚"
            return Remark("起始日期", words, "too_early", True)
    return None


def _person(roll: _Roll, v: dict[str, Any], remarks: list[Remark]) -> Values | None:
    """Return whom a name means: by telephone, else the member or cadre of that name, else the only one."""
    by_phone = roll.people.by_phone(v["person"], v["phone"])
    if by_phone is not None:
        return by_phone
    every = roll.people.by_name(v["person"])
    found = [one for one in every if one["id"] in roll.likely] or every
    if len(found) == 1:
        return found[0]
    words = (
        f"叫“{v['person']}”的不止一人，请填电话" if found else f"名册里没有“{v['person']}”，请先导入党员或居民"
    )
    remarks.append(Remark("党员姓名", words, "unknown_person", True))
    return None


LINKS = ImportKind("links", "联系户名单", _shape, _apply)
