"""A list whose records open in the drawer and are entered on forms."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt
from shiboken6 import isValid
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import Month, today
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.list_page import ListDef, ListPage
from gridcenter.desk.messages import Toast
from gridcenter.desk.saving import Save, refuse, saving
from gridcenter.store.listing import Wish

Row = TypeVar("Row")
T = TypeVar("T")


class RecordPage(ListPage[Row]):
    """Enter or a double click opens the drawer, which then follows the current row."""

    def __init__(self, desk: Desk, actor: Actor, spec: ListDef[Row]) -> None:
        super().__init__(desk, spec)
        self.desk, self.actor = desk, actor
        self.month = Month.of(today())
        self._drawer: Drawer | None = None
        self.opened.connect(self.open_record)
        self.current_changed.connect(self._follow)
        self.shown.connect(lambda _count: self._follow(self.table.current))

    def make_drawer(self, session: Session, record: bytes) -> Drawer | None:
        """Make the drawer of a record; None when the page has none or the record is gone."""
        raise NotImplementedError

    def open_record(self, record: bytes) -> None:
        """Show a record in the drawer, or say why it cannot be shown."""
        try:
            with self.desk.database.read() as session:
                drawer = self.make_drawer(session, record)
        except GridCenterError as error:
            refuse(self, self.desk, error)
            return
        self._drawer = drawer
        if drawer is not None:
            drawer.closed.connect(lambda: self.drawer_wanted.emit(None))
        self.drawer_wanted.emit(drawer)

    def enter(self, argument: object) -> None:
        """Take an id as the record to open."""
        super().enter(argument)
        if isinstance(argument, bytes):
            self.table.go_to(argument)
            self.open_record(argument)

    def show_month(self, month: Month) -> None:
        """Keep the month; a list that depends on it is asked anew by its page."""
        self.month = month

    def form(
        self, title: str, save: Save[T], *, note: str = "", width: int = 640, word: str = "保存"
    ) -> FormDialog:
        """Return an empty form whose values `save` keeps; `put_up` shows it."""
        submit = saving(self.desk, self.actor, save)
        return FormDialog(
            self.window(),
            self.look,
            self.desk.jobs,
            title,
            submit,
            note=note,
            width=width,
            save=word,
        )

    def put_up(self, form: FormDialog, done: Callable[[object], str]) -> FormDialog:
        """Show a filled-in form; once saved, a toast says what `done` returns for the result."""
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(lambda result: Toast(self.window(), self.look, done(result)))
        form.open()
        return form

    def _follow(self, current: bytes | None) -> None:
        drawer = self._drawer
        if current is None or drawer is None or not isValid(drawer) or drawer.isHidden():
            return
        self.open_record(current)


class MonthPage(RecordPage[Row]):
    """A list of one month, the one chosen above; `wish` holds it as the filter "month"."""

    @property
    def wish(self) -> Wish:
        """What the list shows now, the month included."""
        asked = super().wish
        return replace(asked, filters={"month": self.month, **asked.filters})

    def show_month(self, month: Month) -> None:
        """Show another month."""
        changed = month != self.month
        super().show_month(month)
        if changed:
            self.refresh()
