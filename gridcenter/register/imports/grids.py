"""The grid table (网格划分及人员一览表): stations, villages, grids, sub-grids and who is in charge."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_

from gridcenter.access.actors import Actor, Right
from gridcenter.base.names import is_no_name, name_key, village_kind
from gridcenter.base.periods import day_before
from gridcenter.base.texts import fold
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import PostHolding, Unit, Village
from gridcenter.register.services.books import Book, People, Values, current_posts, read_rows
from gridcenter.register.services.sets import find_set
from gridcenter.register.services.structure import VillageNames
from gridcenter.sheets import parsers
from gridcenter.sheets.cells import Cell, words
from gridcenter.sheets.columns import Col, Doubt, Line, Parse, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_MARKS = re.compile(r"\s*[、,，/／;；]+\s*")
_PHONE = re.compile(r"[\s:(\[]*(?:电话|手机|联系电话)?[\s:]*(?<!\d)(1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)[\s)\]]*")
_GIVEN_WHOLE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
_LONG_SURNAMES = frozenset({"欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒"})  # fmt: skip
_NUMBERED = re.compile(
    r"(?:基本|综合|微|子|小)?(?:网格)?第?(?:\d+|[一二三四五六七八九十百]+|[A-Za-z甲乙丙丁])(?:号|组|区|片)?"
    r"(?:基本|综合|微|子|小)?(?:网格)?"
)
"""第一网格, 2号微网格, 网格3, 一组: every village has its own."""


def _names() -> Parse:
    """Make a parser of the people in a cell → tuple of (name, telephone): 甲一、甲二 are two.

    A telephone may stand behind the name: 张三 100…, 张三（100…）.
    """
    one = parsers.name()

    def parse(cell: Cell) -> object:
        whole = words(cell)
        if is_no_name(whole):
            return ()
        plain = fold(whole)
        bare = _PHONE.sub("、", plain) if _PHONE.search(plain) else whole
        read = [one(part) for part in _parted(bare)]
        doubts = [found for found in read if isinstance(found, Doubt)]
        names = [str(found.value if isinstance(found, Doubt) else found) for found in read]
        called = list(filter(None, names))
        phones = [found[1] for found in _PHONE.finditer(plain)]
        people = _behind_names(called, phones)
        if phones and len(phones) != len(called):
            said = f"有{len(called)}个人、{len(phones)}个号码，请核对各是谁的"
            return Doubt(people, said, "phones_of_several")
        if doubts:
            return Doubt(people, doubts[0].words, doubts[0].reason)
        if len(people) > len(list(filter(None, _MARKS.split(bare)))):
            return Doubt(
                people, f"“{whole}”中间有空格，当作{len(people)}个人，请核对", "several_names"
            )
        return people

    return parse


def _behind_names(names: list[str], phones: list[str]) -> tuple[tuple[str, str], ...]:
    """Give each name the telephone behind it; of one name all of them, of too few none but the first."""
    if len(names) == len(phones):
        return tuple(zip(names, phones, strict=True))
    return tuple((name, "、".join(phones) if place == 0 else "") for place, name in enumerate(names))


def _parted(whole: str) -> list[str]:
    parts: list[str] = []
    for part in filter(None, _MARKS.split(whole)):
        pieces = part.split()
        several = all(map(_GIVEN_WHOLE.fullmatch, pieces)) and pieces[0] not in _LONG_SURNAMES
        parts += pieces if several else [part]
    return parts


_KINDS = {
    "basic": ("基本网格", "基本", "基础网格", "普通网格", "普通", "综合网格"),
    "special": ("专属网格", "专属", "专门网格", "特殊网格", "专业网格"),
    "micro": ("微网格", "子网格"),
}
_SHAPE = Shape(
    "grids",
    "网格划分表",
    (
        Col("station", "服务管理站", ("管理站", "服务站", "网格化服务管理站", "片区", "所属片区", "站", "网格站", "工作站"), parsers.place(), fill_down=True),
        Col("village", "行政村（社区）", ("行政村", "村", "村名", "村居", "村（社区）", "社区", "所属村", "所在村", "村/社区", "村社区", "所属村居"), parsers.place(), fill_down=True),
        Col("grid", "基本网格", ("网格", "网格名称", "基础网格", "综合网格", "所属网格", "一级网格", "大网格"), parsers.place(), fill_down=True),
        Col("grid_head", "网格长", ("网格长姓名", "基本网格长", "总网格长", "村网格长", "网格长及联系电话", "网格长及电话", "网格长姓名及电话"), _names(), fill_down=True),
        Col("grid_head_phone", "网格长联系电话", ("网格长电话", "网格长手机", "网格长手机号", "网格长手机号码", "网格长联系方式", "网格长电话号码", "基本网格长联系电话"), parsers.phone(), fill_down=True),
        Col("guide", "党建指导员", ("指导员", "党建指导员姓名", "网格指导员", "党建联络员", "包村干部", "包片干部"), _names(), fill_down=True),
        Col("grid_set", "网格体系", ("体系", "所属体系"), parsers.text(20), fill_down=True),
        Col("kind", "网格性质", ("网格类型", "网格类别", "性质"), parsers.choice(_KINDS)),
        Col("managed_by", "双重管理单位", ("管理单位", "主管单位", "所属单位", "责任单位", "共管单位"), parsers.text(100)),
        Col("subgrid", "子网格", ("微网格", "子网格名称", "微网格名称", "二级网格", "小网格", "网格单元", "三级网格"), parsers.place()),
        Col("worker", "网格员", ("网格员姓名", "子网格长", "微网格长", "微网格员", "专职网格员", "专（兼）职网格员", "子网格员", "兼职网格员", "微网格长姓名", "微网格员姓名", "子网格员姓名", "子网格长姓名"), _names()),
        Col("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "网格员电话", "电话号码", "网格员联系电话", "网格员手机号", "网格员手机号码", "网格员联系方式", "微网格员联系电话", "微网格员电话", "微网格员手机号", "微网格员手机号码", "微网格员联系方式", "微网格长联系电话", "微网格长电话", "微网格长手机号", "微网格长手机号码", "微网格长联系方式", "子网格员联系电话", "子网格长联系电话"), parsers.phone()),
    ),
)  # fmt: skip


@dataclass(slots=True)
class _Drawing:
    """The tree as it is being drawn."""

    context: Context
    units: Book
    villages: Book
    people: People
    posts: Book
    root: Values
    grid_set: str
    names: VillageNames
    drawn: dict[tuple[str, str], list[Values]] = field(default_factory=lambda: defaultdict(list))
    held: dict[tuple[bytes, str], list[Values]] = field(default_factory=lambda: defaultdict(list))
    named: set[bytes] = field(default_factory=set)
    """The holdings this file tells of."""
    above: dict[str, Values] = field(default_factory=dict)
    """The row last read, by sheet."""
    positions: int = 0

    def village(self, name: str, remarks: list[Remark]) -> Values | None:
        """Return the village of a name, entering it when the list has none."""
        if not name:
            return None
        meant = [self.villages.rows[village_id] for village_id in self.names.meant(name)]
        if len(meant) > 1:
            known = "、".join(f"“{village['name']}”" for village in meant)
            said = f"“{name}”可能是{known}，请写全村名"
            remarks.append(Remark("行政村（社区）", said, "unclear_village", True))
        if meant:
            _note_other_kind(name, meant[0]["name"], remarks)
            return meant[0]
        made = self.villages.add({"name": name, "position": len(self.villages.rows)})
        self.names.add(name, made["id"])
        said = f"村名“{name}”不在名单里，已按表新建，请核对"
        remarks.append(Remark("行政村（社区）", said, "new_village"))
        return made

    def alike(self, level: str, name: str, parent: Values, place: bytes | None) -> list[Values]:
        """Return the units a name may mean below another, `place` being the village if known."""
        named = self.drawn[level, name]
        below = [unit for unit in named if unit["parent_id"] == parent["id"]]
        deep = named if level == "grid" and parent is self.root else []
        if place is None:
            return below or deep
        exact = [unit for unit in below if unit["village_id"] == place]
        loose = [unit for unit in below if unit["village_id"] is None]
        return exact or loose or [unit for unit in deep if unit["village_id"] == place]

    def unit(
        self, level: str, name: str, parent: Values, village: Values | None
    ) -> tuple[Values, str]:
        """Return the unit of a name below another, drawn when there is none; created, updated or ""."""
        place: bytes | None = village["id"] if village else parent["village_id"]
        found = self.alike(level, name, parent, place)
        if found:
            return found[0], "updated" if self.units.change(found[0], {"village_id": place}) else ""
        self.positions += 1
        made = self.units.add({
            "level": level, "grid_set": self.grid_set, "parent_id": parent["id"], "name": name,
            "village_id": place, "position": self.positions,
        })  # fmt: skip
        self.drawn[level, name].append(made)
        return made, "created"

    def describe(self, unit: Values, v: Values) -> bool:
        """Say of a unit of what kind it is and who manages it too; tells whether that changed it."""
        said = {"kind": v["kind"] or None, "managed_by": v["managed_by"] or None}
        return self.units.change(unit, said)

    def hold(self, unit: Values, post: str, name: str, phone: str, remarks: list[Remark]) -> str:
        """See that a person of this name holds the post; returns created, updated or ""."""
        holdings = self.held[unit["id"], post]
        for holding in holdings:
            person = self.people.rows[holding["person_id"]]
            if name_key(person["name"]) == name_key(name):
                return self._phone(holding, person, phone, remarks)
        self._note_second_head(unit, post, holdings, remarks)
        earlier = any(not self.posts.is_new(holding) for holding in holdings)
        person = self._person(name, phone)
        since = self.context.today if earlier else None
        holding = self.posts.add(
            {"person_id": person["id"], "unit_id": unit["id"], "post": post, "since": since}
        )
        holdings.append(holding)
        self.named.add(holding["id"])
        return "updated" if earlier else "created"

    def _note_second_head(
        self, unit: Values, post: str, holdings: list[Values], remarks: list[Remark]
    ) -> None:
        told = [holding for holding in holdings if holding["id"] in self.named]
        if post == "grid_head" and told:
            first = self.people.rows[told[0]["person_id"]]["name"]
            said = f"“{unit['name']}”已有网格长“{first}”，两人都登记了，请核对"
            remarks.append(Remark("网格长", said, "second_head"))

    def _phone(self, holding: Values, person: Values, phone: str, remarks: list[Remark]) -> str:
        if holding["id"] in self.named and phone and person.get("phone") not in {None, phone}:
            said = f"“{person['name']}”在同一网格里前面写的是另一个电话，没有改，请核对是不是两个人"
            remarks.append(Remark("联系电话", said, "two_phones"))
            return ""
        self.named.add(holding["id"])
        return "updated" if self.people.change(person, {"phone": phone or None}) else ""

    def retire(self) -> None:
        """End the holdings whose place somebody new of this file has taken."""
        for holdings in self.held.values():
            if any(map(self.posts.is_new, holdings)):
                for holding in holdings:
                    if holding["id"] not in self.named:
                        self.posts.set(holding, {"until": day_before(self.context.today)})

    def _person(self, name: str, phone: str) -> Values:
        found = self.people.by_phone(name, phone) or self._colleague(name, phone)
        if found is not None:
            self.people.change(found, {"phone": phone or None})
            return found
        return self.people.add({"name": name, "phone": phone or None})

    def _colleague(self, name: str, phone: str) -> Values | None:
        """A person of this name who holds a post and whose telephone does not contradict."""
        holders = {row["person_id"] for row in self.posts.rows.values()}
        for person in self.people.by_name(name):
            if person["id"] in holders and (not phone or person.get("phone") in {None, phone}):
                return person
        return None


def _note_other_kind(written: str, listed: str, remarks: list[Remark]) -> None:
    if {village_kind(written), village_kind(listed)} == {"村", "社区"}:
        said = f"名单里只有“{listed}”，“{written}”当作是它，请核对"
        remarks.append(Remark("行政村（社区）", said, "other_kind"))


def _load(session: WriteSession, context: Context, grid_set: str = MAIN_SET) -> _Drawing:
    mine = or_(Unit.grid_set == grid_set, Unit.level == "township")
    units = Book(Unit, read_rows(session, Unit, mine, Unit.until.is_(None)))
    villages = Book(Village, read_rows(session, Village))
    posts = Book(PostHolding, current_posts(session))
    root = next(unit for unit in units.rows.values() if unit["level"] == "township")
    names = VillageNames(root["name"])
    drawing = _Drawing(context, units, villages, People.load(session), posts, root, grid_set, names)
    for unit in units.rows.values():
        drawing.drawn[unit["level"], unit["name"]].append(unit)
    for holding in posts.rows.values():
        drawing.held[holding["unit_id"], holding["post"]].append(holding)
    for village in villages.rows.values():
        names.add(village["name"], village["id"])
    drawing.positions = max(unit["position"] for unit in units.rows.values())
    return drawing


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    names = [str(line.values["grid_set"] or "") for line in reading.lines]
    keys = {name: find_set(session, name) if name else MAIN_SET for name in names}
    verdicts: dict[int, Verdict] = {}
    for grid_set in dict.fromkeys(keys.values()):
        mine = [n for n, name in enumerate(names) if keys[name] == grid_set]
        if grid_set is None:
            verdicts |= {n: _refused(reading.lines[n]) for n in mine}
            continue
        drawing = _load(session, context, grid_set)
        verdicts |= {n: _take(drawing, reading.lines[n]) for n in mine}
        drawing.retire()
        for book in (drawing.villages, drawing.units, drawing.people, drawing.posts):
            book.save(session)
    return [verdicts[n] for n in range(len(names))]


def _refused(line: Line) -> Verdict:
    said = f"没有名为“{line.values['grid_set']}”的网格体系，请先在“层级与户数”里新增"
    remarks = [*line.remarks, Remark("网格体系", said, "unknown_set", True)]
    return judge(line, Outcome.REJECTED, remarks)


def _take(drawing: _Drawing, line: Line) -> Verdict:
    remarks = list(line.remarks)
    v = _completed(drawing, line, remarks)
    if not (v["grid"] or v["village"] or v["station"]):
        remarks.append(
            Remark("基本网格", "没有站、村或网格的名称，不知道归到哪里", "no_unit", True)
        )
    if any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    village = drawing.village(v["village"], remarks)
    if any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    made = _draw(drawing, v, village, remarks)
    if any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    if "created" in made:
        return judge(line, Outcome.CREATED, remarks)
    return judge(line, Outcome.UPDATED if "updated" in made else Outcome.UNCHANGED, remarks)


def _completed(drawing: _Drawing, line: Line, remarks: list[Remark]) -> Values:
    """Return a row's values; a sub-grid without village or grid lies where the row above does."""
    v: dict[str, Any] = dict(line.values)
    above = drawing.above.get(line.sheet, v)
    drawing.above[line.sheet] = v
    if not v["subgrid"]:
        return v
    same = v["station"] in {"", above["station"]} and v["village"] in {"", above["village"]}
    if same:
        v["station"] = above["station"]
        for key, title in (("village", "行政村（社区）"), ("grid", "基本网格")):
            if above[key] and not v[key]:
                v[key] = above[key]
                said = f"没有填，按上一行归到“{above[key]}”，请核对"
                remarks.append(Remark(title, said, f"{key}_from_above"))
    elif v["station"] and not (v["village"] or v["grid"]):
        said = f"没有填村和网格，“{v['subgrid']}”直接归到“{v['station']}”，请核对"
        remarks.append(Remark("基本网格", said, "no_grid"))
    return v


def _draw(drawing: _Drawing, v: Values, village: Values | None, remarks: list[Remark]) -> list[str]:
    """Draw the units of a row and the people in charge; returns what became of each."""
    made, unit = [], drawing.root
    if v["station"]:
        unit, outcome = drawing.unit("station", v["station"], unit, None)
        made.append(outcome)
    grid_name = v["grid"] or (f"{village['name']}网格" if village else "")
    if grid_name:
        if not _is_clear(drawing, grid_name, unit, village, remarks):
            return made
        unit, outcome = drawing.unit("grid", grid_name, unit, village)
        made.append(outcome)
        if v["kind"] != "micro" and drawing.describe(unit, v):
            made.append("updated")
        if v["kind"] == "special" and village and outcome == "created":
            said = f"专属网格归到“{village['name']}”（没有填村的按上面的村），跨村的请在网格页改"
            remarks.append(Remark("行政村（社区）", said, "special_in_village"))
        heads = _with_phones(v["grid_head"], v["grid_head_phone"], "网格长联系电话", remarks)
        made += [drawing.hold(unit, "grid_head", *head, remarks) for head in heads]
        made += [drawing.hold(unit, "guide", name, phone, remarks) for name, phone in v["guide"]]
    if v["subgrid"]:
        unit, outcome = drawing.unit("subgrid", v["subgrid"], unit, village)
        made.append(outcome)
        if v["kind"] == "micro" and drawing.describe(unit, v):
            made.append("updated")
    workers = _with_phones(v["worker"], v["phone"], "联系电话", remarks)
    return made + [drawing.hold(unit, "worker", *worker, remarks) for worker in workers]


def _is_clear(
    drawing: _Drawing, name: str, parent: Values, village: Values | None, remarks: list[Remark]
) -> bool:
    """Tell whether a grid's name means one grid; remark on names that several villages share."""
    below = drawing.alike("grid", name, parent, None)
    if village is None:
        if len(below) > 1:
            said = f"有{len(below)}个村都有“{name}”，请填行政村"
            remarks.append(Remark("基本网格", said, "unclear_grid", True))
        return len(below) <= 1
    new = not drawing.alike("grid", name, parent, village["id"])
    if below and new and not _NUMBERED.fullmatch(name):
        said = f"别的村也有“{name}”，按每村一个网格登记；如果是跨村的一个网格，请核对"
        remarks.append(Remark("基本网格", said, "grid_of_several_villages"))
    return True


def _with_phones(
    people: tuple[tuple[str, str], ...], phone: str, title: str, remarks: list[Remark]
) -> list[tuple[str, str]]:
    """Give each of several people in a cell the telephone that stands at the same place."""
    if not phone or any(own for _, own in people):
        return list(people)
    names, phones = [name for name, _ in people], phone.split("、")
    if len(names) == len(phones):
        return list(zip(names, phones, strict=True))
    if len(names) > 1:
        said = f"有{len(names)}个人、{len(phones)}个号码，都记在“{names[0]}”名下，请核对"
        remarks.append(Remark(title, said, "phones_of_several"))
    return [(name, "" if order else phone) for order, name in enumerate(names)]


GRIDS = ImportKind("grids", "网格划分表", lambda _context: _SHAPE, _apply, Right.STRUCTURE)
