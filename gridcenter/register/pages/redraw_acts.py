"""What can be done with a grid so that it is another: split, merge, move, rename, close, open."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu
from sqlalchemy.orm import Session

from gridcenter.access.actors import Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.base.periods import today
from gridcenter.desk.choices import Choice
from gridcenter.desk.fields import ChoiceField, LineField, TickField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.tree_field import TreeField
from gridcenter.desk.tree_picker import Node
from gridcenter.desk.words import words
from gridcenter.register.pages.pickers import village_field
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.redraw_deal import DealField
from gridcenter.register.pages.redraw_form import RedrawForm, put_up
from gridcenter.register.records import Unit
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.redraw_choices import (
    Dealt,
    Spot,
    levels_below,
    parents,
    targets,
    to_deal,
)
from gridcenter.register.services.redraw_wish import (
    Close,
    Merge,
    Move,
    Open,
    Part,
    Rename,
    Split,
    Wish,
)
from gridcenter.wing.moves import UnitMove

_MOST_PARTS = 12
_LONGEST = 50
_SEVERAL = 3


class RedrawActs:
    """Puts up the forms of a page of grids; each shows what it would do before anything is written."""

    def __init__(
        self, page: RecordPage[Any], moves: Sequence[UnitMove], grid_set: Callable[[], str]
    ) -> None:
        self._page, self._moves, self._set = page, moves, grid_set

    def drawer_act(self, unit_id: bytes) -> Act:
        """Return the act of a drawer that opens the menu of all of them."""
        return Act("调整网格", lambda: self.open_menu(unit_id), "network", right=Right.STRUCTURE)

    def row_acts(self) -> tuple[RowAct, ...]:
        """Return the acts of rows of the list."""
        right = Right.STRUCTURE
        return (
            RowAct("合并", self.merge, right=right),
            RowAct("移动", self.move, right=right),
            RowAct("拆分", lambda ids: self.split(ids[0]), many=False, right=right),
            RowAct("改名", lambda ids: self.rename(ids[0]), many=False, right=right),
            RowAct("新增下级", lambda ids: self.open_below(ids[0]), many=False, right=right),
            RowAct("停用", lambda ids: self.close(ids[0]), many=False, right=right),
        )

    def open_menu(self, unit_id: bytes, at: QPoint | None = None) -> QMenu | None:
        """Open the menu of a unit at a point of the screen; None where nothing may be changed."""
        if not self._page.actor.may(Right.STRUCTURE):
            return None
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self._acts(unit_id):
            menu.addAction(act.text).triggered.connect(lambda _checked, run=act.run: run())
        menu.popup(at or QCursor.pos())
        return menu

    def drop(self, unit_id: bytes, on: bytes) -> FormDialog | None:
        """Take a unit dragged onto another as the wish to move it there: the form asks first."""
        if unit_id == on or not self._page.actor.may(Right.STRUCTURE):
            return None
        return self.move([unit_id], on)

    def split(self, unit_id: bytes) -> FormDialog:
        """Ask into which grids a unit is split, and what goes where."""
        desk = self._page.desk
        ids = [new_id() for _ in range(_MOST_PARTS)]

        def read(one_by_one: bool) -> Sequence[Dealt]:
            with desk.database.read() as session:
                return to_deal(session, unit_id, today(), one_by_one=one_by_one)

        grid = self._grid("分成哪几个")
        names = LineField("几个网格用顿号隔开，如 东街网格、西街网格", longest=_MOST_PARTS * _LONGEST)
        keeps = TickField("原网格继续保留，没有分出去的留在原网格")
        keeps.put(True)
        deal = DealField(desk.look, read)
        grid.add("name", "新网格名称", names, required=True, wide=True)
        grid.add("goes_on", "", keeps)
        grid.heading("分到哪里")
        grid.add("parts", "分配", deal, wide=True)

        def offer(*_ignored: object) -> None:
            deal.name_goals(_names(names.text()), goes_on=bool(keeps.value()))

        names.changed.connect(offer)
        keeps.changed.connect(offer)
        offer()

        def wish(filled: Filled) -> Wish:
            parts, told = filled.values["parts"], _names(filled.text("name"))
            dealt = parts if isinstance(parts, dict) else {}
            if not told:
                raise RuleBroken("name", "请填写新网格名称")
            if len(told) > _MOST_PARTS:
                raise RuleBroken("name", f"一次最多分成 {_MOST_PARTS} 个新网格")
            made = [Part(name, id=one) for name, one in zip(told, ids, strict=False)]
            for n, (subunits, homes) in dealt.items():
                made[n - 1] = replace(made[n - 1], subunits=subunits, homes=homes)
            return Split(unit_id, made, filled.ticked("goes_on"))

        return self._put_up("拆分网格", [unit_id], [grid], wish)

    def merge(self, unit_ids: Sequence[bytes]) -> FormDialog:
        """Ask into which grid these are merged, or what the new one is called."""
        grid, fresh = self._grid("合并成什么"), new_id()
        into = self._tree("并入的网格", targets, unit_ids, "合并成一个新网格")
        grid.add("into", "并入", into)
        grid.add("name", "新网格名称", LineField("并入已有的网格就空着", longest=_LONGEST))

        def wish(filled: Filled) -> Wish:
            goal, name = filled.record_or_none("into"), filled.text("name")
            if goal is None and not name:
                raise RuleBroken("into", "请选择并入哪个网格，或填写新网格名称")
            return Merge(unit_ids, goal, name, fresh)

        return self._put_up("合并网格", unit_ids, [grid], wish)

    def move(self, unit_ids: Sequence[bytes], parent_id: bytes | None = None) -> FormDialog:
        """Ask under which unit these come to lie, and in which village."""
        grid = self._grid("移到哪里")
        above = self._tree("新的上级", parents, unit_ids)
        grid.add("parent_id", "新的上级", above, required=True)
        grid.add("village_id", "行政村", village_field(self._page.desk, "不改就空着"))
        if parent_id is not None:
            above.put(parent_id)

        def wish(filled: Filled) -> Wish:
            goal = filled.record_or_none("parent_id")
            if goal is None:
                raise RuleBroken("parent_id", "请选择新的上级")
            return Move(unit_ids, goal, filled.record_or_none("village_id"))

        return self._put_up("移动网格", unit_ids, [grid], wish)

    def rename(self, unit_id: bytes) -> FormDialog:
        """Ask what a unit is called from now on."""
        grid, name = self._grid("改成什么"), LineField(longest=_LONGEST)
        with self._page.desk.database.read() as session:
            name.put(session.get_one(Unit, unit_id).name)
        grid.add("name", "新名称", name, required=True, wide=True)
        return self._put_up(
            "网格改名", [unit_id], [grid], lambda filled: Rename(unit_id, filled.text("name"))
        )

    def close(self, unit_id: bytes) -> FormDialog:
        """Ask from which day on a unit is no more."""
        note = words("网格里没有户才能停用；还有户的，请用“合并”并入别的网格。", "note", wrap=True)
        part = block(column(note))
        return self._put_up("停用网格", [unit_id], [part], lambda _filled: Close(unit_id))

    def open_below(self, unit_id: bytes) -> FormDialog:
        """Ask what begins below a unit."""
        grid, fresh = self._grid("新增什么"), new_id()
        with self._page.desk.database.read() as session:
            levels = list(levels_below(session, unit_id))
        grid.add("level", "层级", ChoiceField(Choice("层级", levels)), required=True)
        grid.add("name", "名称", LineField(longest=_LONGEST), required=True)
        grid.add("village_id", "行政村", village_field(self._page.desk, "和上级相同就空着"))

        def wish(filled: Filled) -> Wish:
            return Open(
                unit_id, filled.text("level"), filled.text("name"),
                filled.record_or_none("village_id"), self._set(), id=fresh,
            )  # fmt: skip

        return self._put_up("新增下级网格", [unit_id], [grid], wish)

    def _acts(self, unit_id: bytes) -> Sequence[Act]:
        return (
            Act("拆分…", lambda: self.split(unit_id)),
            Act("合并…", lambda: self.merge([unit_id])),
            Act("移动…", lambda: self.move([unit_id])),
            Act("改名…", lambda: self.rename(unit_id)),
            Act("新增下级…", lambda: self.open_below(unit_id)),
            Act("停用…", lambda: self.close(unit_id)),
        )

    def _grid(self, heading: str) -> FormGrid:
        grid = record_grid(self._page.desk)
        grid.heading(heading)
        return grid

    def _tree(
        self, name: str, read: Callable[[Session, Sequence[bytes]], Sequence[Spot]],
        unit_ids: Sequence[bytes], nothing: str = "",
    ) -> TreeField:  # fmt: skip
        with self._page.desk.database.read() as session:
            spots = read(session, unit_ids)
        nodes = [Node(one.id, one.parent, one.name, offered=one.offered) for one in spots]
        return TreeField(self._page.desk.look, name, nodes, nothing)

    def _put_up(
        self, title: str, unit_ids: Sequence[bytes], parts: Sequence[Any], wish: Callable[[Filled], Wish]
    ) -> FormDialog:
        return put_up(self._page, self._moves, RedrawForm(title, self._named(unit_ids), parts, wish))

    def _named(self, unit_ids: Sequence[bytes]) -> str:
        with self._page.desk.database.read() as session:
            villages = village_names(session)
            units = [session.get_one(Unit, one) for one in unit_ids]
            names = [name_with_village(u.name, villages.get(u.village_id, "")) for u in units]
        more = f"等 {len(names)} 个" if len(names) > _SEVERAL else ""
        return "、".join(names[:_SEVERAL]) + more


def _names(typed: str) -> list[str]:
    for mark in ("，", ",", "；", ";", " ", "　"):
        typed = typed.replace(mark, "、")
    return [name for name in typed.split("、") if name]
