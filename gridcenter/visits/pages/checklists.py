"""The page of checklists: samples adopted, lines added, moved, changed, retired."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, today
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import Cell, Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, Save, change
from gridcenter.desk.words import words
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession
from gridcenter.visits.records import Checklist, ChecklistItem
from gridcenter.visits.services.checklist_list import CHECKLISTS, ChecklistRow
from gridcenter.visits.services.checklists import (
    SAMPLE,
    Item,
    ItemEntry,
    add_item,
    adopt,
    change_item,
    checklist_of,
    drop_item,
    item_of,
    items,
    make_checklist,
    move_item,
    provide_samples,
    shut_checklist,
)

_NEW, _ADD, _CHANGE = "新增清单", "添一条", "修改条目"
_KINDS = {"yes_no": "是否", "choice": "单选", "text": "文本"}


def _state(one: ChecklistRow) -> Cell:
    if one.shut:
        return Chip("已停用")
    return Chip("已采用", "done", "check") if one.adopted_on else Chip(f"{SAMPLE}，未采用", "due", "clock")


COLUMNS: tuple[Column[ChecklistRow], ...] = (
    Column("name", "清单名称", lambda r: r.name, 160, sorts=False),
    Column("items", "条目", lambda r: r.items, 0, sorts=False),
    Column("count", "条数", lambda r: str(r.count), 64, number=True, sorts=False),
    Column("adopted_on", "采用日期", lambda r: day_words(r.adopted_on), 130, sorts=False, spare=True),
    Column("state", "状态", _state, 130, sorts=False),
)


class ChecklistsPage(RecordPage[ChecklistRow]):
    """All checklists; their lines are kept in the drawer."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.STRUCTURE)
        samples = Act("放入示例清单", self.provide, "file-down", right=Right.STRUCTURE)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="checklists", title="检查清单", unit="张", listing=CHECKLISTS, columns=COLUMNS,
                tables=frozenset({"checklist", "checklist_item"}), hint="清单名称", acts=(samples, new),
                empty="还没有检查清单：先放入三必清、四必看、六必访、三个一的示例，再改成本县的说法",
                empty_act=samples, keys="Ctrl+N 新增　Ctrl+F 筛选　F5 刷新", ticks=False,
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the lines with what can be done to each."""
        one = checklist_of(session, record)
        shut = one.until is not None
        facts = [Fact("采用日期", day_words(one.adopted_on))]
        facts += [Fact("停用日期", day_words(one.until))] if shut else []
        own = Right.STRUCTURE
        acts = [Act(_ADD, partial(self.enter_item, record), "plus", right=own)]
        if one.adopted_on is None:
            acts.insert(0, Act("采用", partial(self.adopt, record), "check", "primary", right=own))
        turn = partial(self.turn, record, None if shut else today())
        acts.append(Act("恢复使用" if shut else "停用", turn, right=own))
        lines = items(session, record)
        sample = "" if one.adopted_on else "这是示例，请按本县文件修改后再采用。没有采用以前，屏幕上和纸上都标“示例”。"
        return DrawerDef(
            name=one.name, place=f"{len(lines)} 条",
            kind=Chip("已采用", "done") if one.adopted_on else Chip(SAMPLE, "due"),
            story=sample, facts=facts, parts=[self._lines(lines)],
            record=(Checklist, record), acts=acts,
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the form of a new list."""

        def save(session: WriteSession, filled: Filled) -> str:
            made = make_checklist(session, self.actor, name=filled.text("name"), today=today())
            session.made = made.id
            return made.name

        grid = record_grid(self.desk, columns=1)
        grid.declare(Checklist, "name")
        form = self.form(_NEW, save, width=520)
        form.add(grid)
        return self.put_up(form, lambda name: f"已新增清单“{name}”，打开它添条目")

    def enter_item(self, checklist_id: bytes) -> FormDialog:
        """Put up the form of a new line."""

        def save(session: WriteSession, filled: Filled) -> str:
            add_item(session, self.actor, checklist_id, item_entry(filled))
            session.made = checklist_id
            return filled.text("text")

        return self._item_form(_ADD, save, {"kind": "yes_no"}, f"+{checklist_id.hex()}")

    def change_line(self, item_id: bytes) -> FormDialog:
        """Put up the form of a line there is."""
        with self.desk.database.read() as session:
            item = item_of(session, item_id)
            values: dict[str, object] = {"text": item.text, "kind": item.kind, "options": item.options}

        def save(session: WriteSession, filled: Filled) -> str:
            made = change_item(session, self.actor, item_id, item_entry(filled), today=today())
            session.made = made.checklist_id
            return filled.text("text")

        return self._item_form(_CHANGE, save, values, item_id.hex())

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Go on with the line that was left."""
        if title == _ADD and about:
            return self.enter_item(bytes.fromhex(about[1:]))
        if title == _CHANGE and about:
            return self.change_line(bytes.fromhex(about))
        return super().reopen(title, about)

    def provide(self) -> None:
        """Enter the samples."""

        def work(session: WriteSession) -> str:
            made = provide_samples(session, self.actor)
            return f"已放入 {made} 张示例清单" if made else "示例清单都已经在了"

        change(self, self.desk, self.actor, work, "放入示例清单")

    def adopt(self, checklist_id: bytes) -> None:
        """Make a sample the office's own."""

        def work(session: WriteSession) -> str:
            return f"已采用“{adopt(session, self.actor, checklist_id, today=today()).name}”"

        self._change(work, "采用清单")

    def turn(self, checklist_id: bytes, last_day: object) -> None:
        """Shut a list, or offer it again."""
        day = today() if last_day else None

        def work(session: WriteSession) -> str:
            name = shut_checklist(session, self.actor, checklist_id, day).name
            return f"“{name}”已{'停用' if day else '恢复使用'}"

        self._change(work, "停用或恢复清单")

    def move_line(self, item_id: bytes, step: int) -> None:
        """Move a line up or down."""

        def work(session: WriteSession) -> str:
            move_item(session, self.actor, item_id, step)
            return "已调整顺序"

        self._change(work, "调整清单顺序")

    def drop(self, item_id: bytes) -> None:
        """Take a line out; one that was used is retired."""

        def work(session: WriteSession) -> str:
            kept = drop_item(session, self.actor, item_id, today=today())
            return "这一条用过，已停用；以前的走访照样看得到" if kept else "已删除这一条"

        self._change(work, "去掉清单条目")

    def _change(self, work: Callable[[WriteSession], str], title: str) -> None:
        job = change(self, self.desk, self.actor, work, title)
        job.succeeded.connect(lambda _said: self._show_again())

    def _show_again(self) -> None:
        if self.table.current is not None:
            self.open_record(self.table.current)

    def _item_form(self, title: str, save: Save[str], values: dict[str, object], about: str) -> FormDialog:
        grid = record_grid(self.desk, columns=1)
        grid.declare(ChecklistItem, "text", "kind", Ask("options", wide=True))
        grid.put(values)
        form = self.form(title, save, width=640, about=about)
        form.add(grid)
        shown = self.put_up(form, lambda text: f"已保存“{text}”")
        form.saved.connect(lambda _text: self._show_again())
        return shown

    def _lines(self, lines: list[Item]) -> QWidget:
        if not lines:
            return words("还没有条目，点“添一条”", "second")
        return block(column(*(self._line(n, len(lines), item) for n, item in enumerate(lines)), gap=6))

    def _line(self, place: int, count: int, item: Item) -> QWidget:
        said = words(f"{place + 1}. {item.text}", wrap=True)
        ways = "、".join(item.options) if item.kind == "choice" else _KINDS[item.kind]
        parts: list[QWidget] = []
        if self.actor.may(Right.STRUCTURE):
            edit = Button(self.desk.look, "改", "pencil", "link")
            edit.clicked.connect(lambda _checked: self.change_line(item.id))
            parts.append(edit)
            for icon, tip, run, fits in (
                ("chevron-up", "上移", partial(self.move_line, item.id, -1), place > 0),
                ("chevron-down", "下移", partial(self.move_line, item.id, 1), place < count - 1),
                ("trash-2", "去掉", partial(self.drop, item.id), True),
            ):
                button = IconButton(self.desk.look, icon, f"{tip}：{item.text}", width=30)
                button.setEnabled(fits)
                button.clicked.connect(lambda _checked, run=run: run())
                parts.append(button)
        return block(column(said, row((words(ways, "note"), 1), *parts, gap=2), gap=0))


def item_entry(filled: Filled) -> ItemEntry:
    """Return what the form says."""
    return ItemEntry(filled.text("text"), filled.text("kind"), filled.text("options"))
