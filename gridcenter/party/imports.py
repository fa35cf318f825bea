"""The member roster (党员花名册): branches, groups, members."""

from dataclasses import dataclass, field
from typing import Any

from gridcenter.access.actors import Actor, Right
from gridcenter.base.identity import Identity, check
from gridcenter.base.names import village_key
from gridcenter.party.records import Member
from gridcenter.register.codes import SEX_CODES, SEX_SPELLINGS
from gridcenter.register.imports.numbers import known_by_rounded, number_kept, numbers_differ
from gridcenter.register.imports.places import Places
from gridcenter.register.imports.sheet_names import village_of_sheet
from gridcenter.register.imports.unkept import without_numbers
from gridcenter.register.records import PartyUnit
from gridcenter.register.services.books import Book, People, Values, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_BRANCH_ENDINGS = ("党总支部", "党总支", "党支部", "支部委员会", "支部", "党委")


def _shape(context: Context) -> Shape:
    return Shape(
        "members",
        "党员花名册",
        (
            Col("branch", "所在党支部", ("党支部", "支部", "所属党支部", "所属支部", "所在支部", "党组织", "所在党组织", "所属党组织", "支部名称", "党支部名称", "党组织名称"), parsers.place(), fill_down=True),
            Col("group", "党小组", ("所在党小组", "所属党小组", "小组", "网格党小组"), parsers.place(), fill_down=True),
            Col("name", "姓名", ("党员姓名", "名字"), parsers.name(), required=True),
            Col("sex", "性别", (), parsers.choice(SEX_SPELLINGS)),
            Col("id_number", "身份证号", ("身份证号码", "公民身份号码", "公民身份证号码", "身份证", "证件号码"), parsers.identity()),
            Col("birth", "出生日期", ("出生年月", "出生年月日"), parsers.day(latest=context.today)),
            Col("joined", "入党时间", ("入党日期", "入党年月", "加入党组织日期", "加入中共组织的时间"), parsers.day(latest=context.today)),
            Col("mobile", "是否流动党员", ("流动党员", "是否流动", "流动"), parsers.yes_no()),
            Col("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"), parsers.phone()),
        ),
    )  # fmt: skip


@dataclass(slots=True)
class _Roll:
    """Branches and members as the rows find them and leave them."""

    places: Places
    people: People
    units: Book
    members: Book
    by_name: dict[tuple[bytes | None, str], Values] = field(default_factory=dict)
    by_person: dict[bytes, Values] = field(default_factory=dict)

    def unit(self, kind: str, name: str, parent: Values | None) -> Values:
        """Return the Party unit of a name, entered when it is new."""
        key = (parent["id"] if parent else None, name)
        if key not in self.by_name:
            village = None if parent else self.places.village(_village_part(name))
            self.by_name[key] = self.units.add({
                "kind": kind, "name": name, "parent_id": parent["id"] if parent else None,
                "village_id": village.id if village else None, "position": len(self.units.rows),
            })  # fmt: skip
        return self.by_name[key]


def _village_part(branch: str) -> str:
    for ending in _BRANCH_ENDINGS:
        if branch.endswith(ending):
            return branch.removesuffix(ending)
    return village_key(branch)


def _branch_of_sheet(roll: _Roll, line: Line) -> str:
    """Return the branch a sheet is named after, or the only one of the village it is named after.

    A sheet named after a village must speak of the Party, lest a resident roster make members.
    """
    if line.sheet.endswith(_BRANCH_ENDINGS):
        return line.sheet
    village = village_of_sheet(roll.places, line.sheet)
    if village is None or not (line.values["joined"] or "党" in line.sheet):
        return ""
    branches = [
        unit["name"]
        for unit in roll.units.rows.values()
        if unit["village_id"] == village.id and unit["parent_id"] is None
    ]
    return branches[0] if len(branches) == 1 else "" if branches else f"{village.name}党支部"


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, _context: Context
) -> list[Verdict]:
    units = Book(PartyUnit, read_rows(session, PartyUnit, PartyUnit.until.is_(None)))
    members = Book(Member, read_rows(session, Member, Member.until.is_(None)))
    roll = _Roll(Places(session), People.load(session), units, members)
    roll.by_name = {(u["parent_id"], u["name"]): u for u in units.rows.values()}
    roll.by_person = {m["person_id"]: m for m in members.rows.values()}
    verdicts = [_take(roll, line) for line in reading.lines]
    for book in (roll.people, units, members):
        book.save(session)
    return verdicts


def _take(roll: _Roll, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    name = v["branch"] or _branch_of_sheet(roll, line)
    if not name:
        words = "没有填所在党支部，工作表的名字也认不出是哪个支部"
        return judge(line, Outcome.REJECTED, [*line.remarks, Remark("所在党支部", words, "no_branch", True)])
    branch = roll.unit("branch", name, None)
    group = roll.unit("group", v["group"], branch) if v["group"] else None
    identity: Identity = v["id_number"]
    values = {
        "name": v["name"], "sex": v["sex"] or SEX_CODES.get(identity.sex),
        "birth": v["birth"] or identity.birth, "id_number": identity.text or None,
        "phone": v["phone"] or None,
    }  # fmt: skip
    about = {
        "branch_id": branch["id"], "group_id": group["id"] if group else None,
        "joined_on": v["joined"], "mobile": v["mobile"],
    }  # fmt: skip
    if values["name"].isdecimal():
        words = f"“{values['name']}”是数字，不是姓名，请核对"
        return judge(line, Outcome.REJECTED, [*line.remarks, Remark("姓名", words, "no_name", True)])
    person, remarks = _find(roll, values, about, identity), list(line.remarks)
    changed = False
    if person is None:
        person = roll.people.add(values)
    else:
        changed = roll.people.change(person, _news(person, values, identity, remarks))
    member = roll.by_person.get(person["id"])
    if member is None:
        roll.by_person[person["id"]] = roll.members.add({"person_id": person["id"], **about})
        return judge(line, Outcome.CREATED, remarks)
    if roll.members.is_new(member) and not _told_apart(values | about):
        words = f"支部里已有一个“{values['name']}”，没有别的信息可以分辨，当作同一个人"
        remarks.append(Remark("姓名", words, "same_name"))
    changed |= roll.members.change(member, about)
    return judge(line, Outcome.UPDATED if changed else Outcome.UNCHANGED, remarks)


def _news(
    person: Values, values: Values, identity: Identity, remarks: list[Remark]
) -> Values:
    """Return what a row adds to a person: what was missing, the telephone, a number made whole."""
    number = number_kept(person, identity, remarks)
    known = {k: x for k, x in values.items() if k == "phone" or person.get(k) is None}
    damaged = bool(person["id_number"]) and bool(check(person["id_number"]).problem)
    return known | {"id_number": number} if damaged and not identity.problem else known


def _find(roll: _Roll, values: Values, about: Values, identity: Identity) -> Values | None:
    """Return the person a row means: by identity number and name, by telephone, or in the branch."""
    person = roll.people.by_number(values["id_number"])
    person = person or known_by_rounded(roll.people, values["name"], identity)
    if person is not None:
        return person if person["name"] == values["name"] else None
    person = roll.people.by_phone(values["name"], values["phone"])
    if person is not None and not numbers_differ(person["id_number"], values["id_number"]):
        return None if _differ(person, values, "birth") else person
    alike = []
    for person in roll.people.by_name(values["name"]):
        member = roll.by_person.get(person["id"])
        if member and member["branch_id"] == about["branch_id"]:
            agreed = _agreement(person | member, values | about)
            alike += [(agreed, person)] if agreed is not None else []
    return max(alike, key=lambda found: found[0])[1] if alike else None


def _agreement(known: Values, said: Values) -> int | None:
    """Count what speaks for one member of two namesakes in a branch; None: they are two.

    Another birthday makes two; another day of joining does unless the birthday is the same, another
    telephone does unless one of the days is.
    """
    if numbers_differ(known["id_number"], said["id_number"]) or _differ(known, said, "birth"):
        return None
    agreed = 0
    for key in ("birth", "joined_on", "phone"):
        if _differ(known, said, key) and not agreed:
            return None
        agreed += known[key] is not None and known[key] == said[key]
    return agreed


def _told_apart(said: Values) -> bool:
    return any(said[key] is not None for key in ("id_number", "birth", "joined_on", "phone"))


def _differ(known: Values, said: Values, key: str) -> bool:
    return None not in (known[key], said[key]) and known[key] != said[key]


MEMBERS = ImportKind("members", "党员花名册", _shape, _apply, Right.PARTY, without_numbers)
