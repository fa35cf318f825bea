"""The names behind the preview of a redrawing: each household, each post, each open thing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_parts import Fact, fact_list
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_output import Sheet
from gridcenter.desk.list_print import ListOutput
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.words import words
from gridcenter.register.services.redraw_names import (
    MovedHome,
    moved_homes,
    moved_ids,
    names_ledger,
)
from gridcenter.register.services.redraw_preview import Preview

MOST = 200
_MANY = 8
_SIZE = (760, 600)
COLUMNS: tuple[Column[MovedHome], ...] = (
    Column("number", "户号", lambda one: one.number, 90),
    Column("head", "户主", lambda one: one.head, 110),
    Column("old", "原来的网格", lambda one: one.old, 0),
    Column("new", "新的网格", lambda one: one.new, 230),
)


class NamesDialog(QDialog):
    """The first households in a list to scroll through; all of them go on paper."""

    def __init__(self, parent: QWidget, desk: Desk, actor: Actor, shown: Preview) -> None:
        super().__init__(parent)
        self.setWindowTitle("调整名单")
        self.setAccessibleName("调整名单")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("help", "redrawings")
        self.resize(*_SIZE)
        self._desk, self._shown, self._newest = desk, shown, Newest(desk.jobs)
        self.list = ShortList(desk.look, "换网格的户", COLUMNS, scrolls=True, whole=True)
        self.output = ListOutput(self, desk, actor, self._sheet)
        self.print = Button(desk.look, "打印或存为 PDF", "printer", "primary")
        self.print.setVisible(actor.may(Right.PRINT))
        self.print.clicked.connect(lambda _checked: self.print_out())
        self.export = Button(desk.look, "导出户名单", "file-spreadsheet")
        self.export.setVisible(actor.may(Right.PRINT) and shown.households > 0)
        self.export.clicked.connect(lambda _checked: self.output.export())
        shut = Button(desk.look, "关闭", tip="Esc")
        shut.clicked.connect(lambda _checked: self.accept())
        total = shown.households
        first = f"，先列出前 {MOST} 户，打印的名单是全的" if total > MOST else ""
        said = f"换网格的有 {total:,} 户{first}" if total else "没有户换网格"
        parts: list[QWidget] = [words(shown.title, "head", wrap=True), words(said, "second")]
        if facts := self._facts():
            parts.append(fact_list(desk.look, facts, 130))
        self.list.setVisible(total > 0)
        below = row(None, shut, self.export, self.print)
        self.setLayout(column(*parts, (self.list, 1), below, gap=10, pad=16))
        self._newest.answered.connect(self._show)
        self._ask()

    def print_out(self) -> None:
        """Put all names up as sheets, to be printed or saved; what goes out is logged."""
        self.output.show_ledger("调整名单", lambda session: names_ledger(session, self._shown))

    def _facts(self) -> Sequence[Fact]:
        goals = dict(self._shown.goals)
        posts = [
            Fact(one.person, f"{one.unit}{one.post}，{_going(goals.get(one.goal or b''))}")
            for one in self._shown.posts
        ]
        things = [Fact(thing.title, _some(thing.names)) for thing in self._shown.things]
        return [*posts, *things]

    def _ask(self) -> None:
        database, shown = self._desk.database, self._shown

        def work(_progress: Progress) -> Sequence[MovedHome]:
            with database.read() as session:
                return moved_homes(session, shown, moved_ids(shown)[:MOST])

        self._newest.ask(work)

    def _show(self, homes: Sequence[MovedHome]) -> None:
        self.list.show_rows({one.id: one for one in homes})

    def _sheet(self, _ids: Sequence[bytes] | None) -> Sheet:
        shown = self._shown

        def load(session: Session, portion: Sequence[bytes]) -> dict[bytes, MovedHome]:
            return {one.id: one for one in moved_homes(session, shown, portion)}

        return Sheet("网格调整名单", "户", shown.title, COLUMNS, moved_ids(shown), load, today())


def _going(goal: str | None) -> str:
    return f"到{goal}接着任" if goal else "到前一天为止"


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MANY else ""
    return "、".join(names[:_MANY]) + more
