"""The staff roster (任职名册): who is in which post where, from which day to which, on which terms."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gridcenter.access.actors import Actor, Right
from gridcenter.base.identity import Identity
from gridcenter.base.names import name_key
from gridcenter.codes.tables import Codes, CodeTable, save_words
from gridcenter.register.codes import ALLOWANCE, DISPATCH, ENGAGEMENT, MAIN_SET, POST, TIER
from gridcenter.register.imports.numbers import known_by_rounded, number_kept, numbers_differ
from gridcenter.register.imports.places import Places
from gridcenter.register.records import PostHolding, Unit, Village
from gridcenter.register.services.books import Book, People, Values, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_BETWEEN = re.compile(r"\s*(?:[、,，/／;；]+|(?<=.)兼(?!职))\s*")
_WHOLE = frozenset({"全乡", "全镇", "全街道", "乡镇", "镇", "乡", "街道", "中心", "网格中心"})
_TERMS: dict[str, CodeTable] = {
    "tier": TIER, "dispatch": DISPATCH, "engagement": ENGAGEMENT, "allowance": ALLOWANCE,
}  # fmt: skip


def _shape(context: Context) -> Shape:
    day = parsers.day(context.year, today=context.today)
    return Shape(
        "staff",
        "任职名册",
        (
            Col("station", "服务管理站", ("管理站", "服务站", "片区", "所属片区", "所在片区", "派驻片区", "负责片区"), parsers.place(), fill_down=True),
            Col("village", "行政村", ("村", "村名", "村居", "村（社区）", "所在村", "所属村", "社区", "村社区"), parsers.place(), fill_down=True),
            Col("grid", "所在网格", ("网格", "网格名称", "基本网格", "所属网格", "负责网格", "任职网格", "服务网格", "派驻网格"), parsers.place(), fill_down=True),
            Col("subgrid", "子网格", ("微网格", "所在子网格", "所在微网格", "负责子网格", "负责微网格"), parsers.place()),
            Col("name", "姓名", ("人员姓名", "网格员姓名", "任职人员", "队伍人员", "网格员"), parsers.name(), required=True),
            Col("id_number", "身份证号", ("身份证号码", "公民身份号码", "公民身份证号码", "身份证", "证件号码"), parsers.identity()),
            Col("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"), parsers.phone()),
            Col("post", "岗位", ("职务", "担任职务", "现任职务", "任职岗位", "岗位名称", "担任岗位", "网格职务", "人员类型", "角色", "网格岗位"), parsers.text(80), required=True, fill_down=True),
            Col("since", "任职日期", ("任职时间", "上岗日期", "上岗时间", "起始日期", "到岗日期", "到岗时间", "聘用日期", "聘用时间"), day),
            Col("until", "离任日期", ("离任时间", "离岗日期", "离岗时间", "截止日期", "免职日期", "解聘日期"), day),
            Col("tier", "层级", ("人员层级", "级别", "网格员级别", "网格员层级"), parsers.text(40)),
            Col("dispatch", "派驻方式", ("派驻形式", "下派方式", "服务方式", "工作方式"), parsers.text(40)),
            Col("engagement", "专兼职", ("专职兼职", "是否专职", "专（兼）职", "专兼职情况", "用工形式"), parsers.text(40)),
            Col("allowance", "补贴类别", ("补贴标准类别", "补贴档次", "补助类别", "报酬类别"), parsers.text(40)),
            Col("note", "备注", ("说明", "任职文号", "文号"), parsers.text(200)),
        ),
    )  # fmt: skip


@dataclass(slots=True)
class _Roster:
    """Those in posts as the rows find them and leave them."""

    context: Context
    places: Places
    people: People
    posts: Book
    words: Codes
    terms: dict[str, Codes]
    held: dict[tuple[bytes, bytes, str], list[Values]] = field(default_factory=lambda: defaultdict(list))

    def person(
        self, name: str, phone: str, identity: Identity, remarks: list[Remark]
    ) -> Values:
        """Return who is meant: by number, by name and telephone, or the one in a post; else entered now."""
        found = (
            self._numbered(name, identity)
            or self.people.by_phone(name, phone)
            or self._colleague(name, phone)
        )
        if found is not None and not numbers_differ(found["id_number"], identity.text):
            number = number_kept(found, identity, remarks)
            self.people.change(found, {"phone": phone or None, "id_number": number})
            return found
        if self.people.by_name(name):
            said = f"名册里有“{name}”，电话或号码对不上，当作另一个人登记，请核对"
            remarks.append(Remark("姓名", said, "namesake"))
        number = identity.text or None
        return self.people.add({"name": name, "phone": phone or None, "id_number": number})

    def _numbered(self, name: str, identity: Identity) -> Values | None:
        known = self.people.by_number(identity.text) if not identity.problem else None
        if known is not None and name_key(known["name"]) == name_key(name):
            return known
        return known_by_rounded(self.people, name, identity)

    def _colleague(self, name: str, phone: str) -> Values | None:
        holders = {row["person_id"] for row in self.posts.rows.values()}
        for person in self.people.by_name(name):
            if person["id"] in holders and (not phone or person.get("phone") in {None, phone}):
                return person
        return None

    def hold(self, person: Values, unit: Unit, post: str, values: Values) -> str:
        """See that the person holds the post on these terms; returns created, updated or ""."""
        held = self.held[person["id"], unit.id, post]
        for one in held:
            if _meets(one, values["since"], values["until"]):
                return "updated" if self.posts.change(one, values) else ""
        held.append(
            self.posts.add({"person_id": person["id"], "unit_id": unit.id, "post": post, **values})
        )
        return "created"


def _meets(one: Values, since: date | None, until: date | None) -> bool:
    ended, begun = one["until"], one["since"]
    return not ((ended and since and ended < since) or (until and begun and until < begun))


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    roster = _Roster(
        context, Places(session), People.load(session), Book(PostHolding, read_rows(session, PostHolding)),
        Codes.load(session, POST), {key: Codes.load(session, table) for key, table in _TERMS.items()},
    )  # fmt: skip
    for row in roster.posts.rows.values():
        roster.held[row["person_id"], row["unit_id"], row["post"]].append(row)
    verdicts = [_take(roster, line) for line in reading.lines]
    for codes in (roster.words, *roster.terms.values()):
        save_words(session, codes)
    for book in (roster.people, roster.posts):
        book.save(session)
    return verdicts


def _take(roster: _Roster, line: Line) -> Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    v: dict[str, Any] = line.values
    remarks = list(line.remarks)
    unit = _unit(roster, v, remarks)
    if v["since"] and v["until"] and v["until"] < v["since"]:
        remarks.append(Remark("离任日期", "离任日期早于任职日期，请核对", "reversed", True))
    if unit is None or any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    values: Values = {"since": v["since"], "until": v["until"], "note": v["note"] or None}
    for key, codes in roster.terms.items():
        values[key] = codes.take(v[key]) if v[key] else None
    person = roster.person(v["name"], v["phone"], v["id_number"], remarks)
    made = [roster.hold(person, unit, post, values) for post in _posts(roster, v["post"])]
    outcome = Outcome.CREATED if "created" in made else Outcome.UNCHANGED
    return judge(line, Outcome.UPDATED if "updated" in made and outcome is not Outcome.CREATED else outcome, remarks)


def _posts(roster: _Roster, written: str) -> Sequence[str]:
    """Return the codes of the posts in a cell: 网格长、党建指导员 are two; a known word stays whole."""
    known = roster.words.code(written)
    parts = [written] if known else [part for part in _BETWEEN.split(written) if part]
    return [roster.words.take(part) for part in parts]


def _unit(roster: _Roster, v: Values, remarks: list[Remark]) -> Unit | None:
    """Return the unit a row speaks of: the lowest named; the township where none is."""
    places = roster.places
    village = places.village(v["village"])
    if v["village"] and village is None:
        remarks.append(Remark("行政村", f"“{v['village']}”不在本乡镇的村里，请核对", "unknown_village", True))
        return None
    named = next((v[key] for key in ("subgrid", "grid", "station") if v[key]), "")
    if named in _WHOLE or not (named or village):
        return _top(places)
    found = _named(places, v, village) if named else places.only_grid(village) if village else None
    if found is None:
        said = f"“{named or v['village']}”不能确定是哪个网格，请写全村名和网格名"
        remarks.append(Remark("所在网格", said, "unknown_unit", True))
    return found


def _named(places: Places, v: Values, village: Village | None) -> Unit | None:
    for key in ("subgrid", "grid"):
        if v[key]:
            return places.unit(v[key], village)
    return places.unit(v["station"], None)


def _top(places: Places) -> Unit | None:
    tops = [u for u in places.tree.units if u.parent_id is None and u.grid_set == MAIN_SET]
    return tops[0] if len(tops) == 1 else None


STAFF = ImportKind("staff", "任职名册", _shape, _apply, Right.STRUCTURE)
