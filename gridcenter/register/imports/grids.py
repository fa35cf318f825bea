"""The grid table (网格划分及人员一览表): stations, villages, grids, sub-grids and who is in charge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gridcenter.access.actors import Actor, Right
from gridcenter.base.names import name_key, village_key
from gridcenter.base.periods import day_before
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import PostHolding, Unit, Village
from gridcenter.register.services.books import Book, People, Values, current_posts, read_rows
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_SHAPE = Shape(
    "grids",
    "网格划分表",
    (
        Col("station", "服务管理站", ("管理站", "服务站", "网格化服务管理站", "片区", "所属片区", "站", "网格站", "工作站"), parsers.place(), fill_down=True),
        Col("village", "行政村（社区）", ("行政村", "村", "村名", "村居", "村（社区）", "社区", "所属村", "所在村", "村/社区", "村社区", "所属村居"), parsers.place(), fill_down=True),
        Col("grid", "基本网格", ("网格", "网格名称", "基础网格", "综合网格", "所属网格", "一级网格", "大网格"), parsers.place(), fill_down=True),
        Col("grid_head", "网格长", ("网格长姓名", "基本网格长", "总网格长", "村网格长"), parsers.name(), fill_down=True),
        Col("guide", "党建指导员", ("指导员", "党建指导员姓名", "网格指导员", "党建联络员", "包村干部", "包片干部"), parsers.name(), fill_down=True),
        Col("subgrid", "子网格", ("微网格", "子网格名称", "微网格名称", "二级网格", "小网格", "网格单元", "三级网格"), parsers.place()),
        Col("worker", "网格员", ("网格员姓名", "子网格长", "微网格长", "微网格员", "专职网格员", "专（兼）职网格员", "子网格员", "兼职网格员", "微网格长姓名"), parsers.name()),
        Col("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "网格员电话", "电话号码"), parsers.phone()),
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
    by_name: dict[tuple[bytes | None, str], Values] = field(default_factory=dict)
    held: dict[tuple[bytes, str], Values] = field(default_factory=dict)
    village_of: dict[str, Values] = field(default_factory=dict)
    positions: int = 0

    def village(self, name: str, remarks: list[Remark]) -> Values | None:
        """Return the village of a name, entering it when the list has none."""
        if not name:
            return None
        found = self.village_of.get(name) or self.village_of.get(village_key(name, self.root["name"]))
        if found is None:
            found = self.villages.add({"name": name, "position": len(self.villages.rows)})
            self._know(found)
            words = f"村名“{name}”不在名单里，已按表新建，请核对"
            remarks.append(Remark("行政村（社区）", words, "new_village"))
        return found

    def _know(self, village: Values) -> None:
        self.village_of.setdefault(village["name"], village)
        self.village_of.setdefault(village_key(village["name"]), village)

    def unit(self, level: str, name: str, parent: Values, village: Values | None) -> tuple[Values, bool]:
        """Return the unit of a name below another, drawn when there is none; and whether it was."""
        found = self.by_name.get((parent["id"], name))
        if found is not None:
            return found, False
        self.positions += 1
        made = self.units.add({
            "level": level, "grid_set": MAIN_SET, "parent_id": parent["id"], "name": name,
            "village_id": village["id"] if village else None, "position": self.positions,
        })  # fmt: skip
        self.by_name[parent["id"], name] = made
        return made, True

    def hold(self, unit: Values, post: str, name: str, phone: str) -> str:
        """See that a person of this name holds the post; returns created, updated or ""."""
        if not name:
            return ""
        holding = self.held.get((unit["id"], post))
        if holding is not None:
            person = self.people.rows[holding["person_id"]]
            if name_key(person["name"]) == name_key(name):
                return "updated" if self.people.change(person, {"phone": phone or None}) else ""
            self.posts.set(holding, {"until": day_before(self.context.today)})
        person = self._person(name, phone)
        since = self.context.today if holding is not None else None
        self.held[unit["id"], post] = self.posts.add(
            {"person_id": person["id"], "unit_id": unit["id"], "post": post, "since": since}
        )
        return "updated" if holding is not None else "created"

    def _person(self, name: str, phone: str) -> Values:
        found = self.people.by_phone(name, phone) or self._colleague(name, phone)
        if found is not None:
            self.people.change(found, {"phone": phone or None})
            return found
        return self.people.add({"name": name, "phone": phone or None})

    def _colleague(self, name: str, phone: str) -> Values | None:
        """A person of this name who holds a post and whose telephone does not contradict."""
        holders = {holding["person_id"] for holding in self.held.values()}
        for person in self.people.by_name(name):
            if person["id"] in holders and (not phone or person.get("phone") in {None, phone}):
                return person
        return None


def _load(session: WriteSession, context: Context) -> _Drawing:
    units = Book(Unit, read_rows(session, Unit, Unit.grid_set == MAIN_SET, Unit.until.is_(None)))
    villages = Book(Village, read_rows(session, Village))
    posts = Book(PostHolding, current_posts(session))
    root = next(unit for unit in units.rows.values() if unit["level"] == "township")
    drawing = _Drawing(context, units, villages, People.load(session), posts, root)
    drawing.by_name = {(u["parent_id"], u["name"]): u for u in units.rows.values()}
    drawing.held = {(p["unit_id"], p["post"]): p for p in posts.rows.values()}
    drawing.positions = max(unit["position"] for unit in units.rows.values())
    for village in villages.rows.values():
        drawing._know(village)  # noqa: SLF001  (same module)
    return drawing


def _apply(
    session: WriteSession, actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    actor.require(Right.STRUCTURE)
    drawing = _load(session, context)
    verdicts = [_take(drawing, line) for line in reading.lines]
    for book in (drawing.villages, drawing.units, drawing.people, drawing.posts):
        book.save(session)
    return verdicts


def _take(drawing: _Drawing, line: Line) -> Verdict:
    remarks = list(line.remarks)
    v: Mapping[str, Any] = line.values
    if not (v["grid"] or v["village"] or v["station"]):
        remarks.append(Remark("基本网格", "没有站、村或网格的名称，不知道归到哪里", "no_unit", True))
    if any(remark.fatal for remark in remarks):
        return judge(line, Outcome.REJECTED, remarks)
    village = drawing.village(v["village"], remarks)
    made, parent = [], drawing.root
    if v["station"]:
        parent, new = drawing.unit("station", v["station"], parent, None)
        made.append("created" if new else "")
    grid_name = v["grid"] or (f"{village['name']}网格" if village else "")
    if grid_name:
        parent, new = drawing.unit("grid", grid_name, parent, village)
        made += ["created" if new else "", drawing.hold(parent, "grid_head", v["grid_head"], "")]
        made.append(drawing.hold(parent, "guide", v["guide"], ""))
    if v["subgrid"]:
        parent, new = drawing.unit("subgrid", v["subgrid"], parent, village)
        made.append("created" if new else "")
    made.append(drawing.hold(parent, "worker", v["worker"], v["phone"]))
    if "created" in made:
        return judge(line, Outcome.CREATED, remarks)
    return judge(line, Outcome.UPDATED if "updated" in made else Outcome.UNCHANGED, remarks)


GRIDS = ImportKind("grids", "网格划分表", lambda _context: _SHAPE, _apply)
