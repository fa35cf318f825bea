"""A list whose records open in the drawer and are entered on forms."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from shiboken6 import isValid
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import Month, today
from gridcenter.desk.desk import Desk
from gridcenter.desk.drafts import Spot
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.drawer_def import DrawerDef, make_drawer
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_page import ListPage
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.reasons import REVEAL, reason_grid
from gridcenter.desk.rights import allowed_drawer, allowed_list
from gridcenter.desk.saving import Save, Saving, done
from gridcenter.desk.undoing import refuse
from gridcenter.store.capture import WriteSession

Row = TypeVar("Row")
T = TypeVar("T")
Reveal: TypeAlias = Callable[[WriteSession, str], Sequence[str]]
"""Returns the whole words of what is masked, and logs that with the reason given."""


class RecordPage(ListPage[Row]):
    """Enter or a double click opens the drawer, which then follows the current row."""

    def __init__(self, desk: Desk, actor: Actor, spec: ListDef[Row]) -> None:
        super().__init__(desk, allowed_list(actor, spec), actor)
        self.desk, self.actor = desk, actor
        self.month = Month.of(today())
        self._drawer: Drawer | None = None
        self._revealed: bytes | None = None
        self._wanted: bytes | None = None
        self._whole: Sequence[str] = ()
        self.opened.connect(self.open_record)
        self.current_changed.connect(self._follow)
        self.shown.connect(lambda _count: self._find_again())
        self.bind("Ctrl+V", self._paste, "把截图或文件添加为附件")

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Say what the drawer shows of a record; raises NotFound when it is gone."""
        raise NotImplementedError

    def open_record(self, record: bytes) -> None:
        """Show a record in the drawer, or say why it cannot be shown."""
        with self.told(), self.desk.database.read() as session:
            spec = allowed_drawer(self.actor, self.describe(session, record))
            self._show_drawer(make_drawer(session, self.desk, self.actor, spec, self.went.emit))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Frame something done at once: a refusal is told in a box."""
        try:
            yield
        except GridCenterError as error:
            refuse(self, self.desk, error)

    def enter(self, argument: object) -> None:
        """Take an id as the record to open, the spot of a draft as the form to go on with."""
        super().enter(argument)
        if isinstance(argument, bytes):
            self._wanted = argument
            self.table.go_to(argument)
            self.open_record(argument)
        elif isinstance(argument, Spot):
            self._go_on_with(argument)

    def _go_on_with(self, spot: Spot) -> None:
        gone = "要填的那一条可能已经删除、办完，或不在您能看的范围里。"
        try:
            form = self.reopen(spot.title, spot.about)
        except GridCenterError as error:
            form, gone = None, error.words
        if form is not None:
            form.take_draft()
        elif (drafts := self.desk.drafts) is not None:
            question = Question(f"“{spot.title}”这份表单接不上了，丢开吗？", "丢开", gone, "先留着")
            ask(self, self.look, question, lambda: drafts.drop(spot.key))

    def show_month(self, month: Month) -> None:
        """Keep the month."""
        self.month = month
        super().show_month(month)

    def form(
        self,
        title: str,
        save: Save[T],
        *,
        note: str = "",
        width: int = 640,
        word: str = "保存",
        about: str | None = "",
    ) -> FormDialog:
        """Return an empty form whose values `save` keeps; `put_up` shows it.

        `about` is the id of the record the form is about, as text, "" for a new one: with page and
        title it names the draft, and `reopen` gets it. None: no draft is kept.
        """
        key = "" if about is None else Spot(self._spec.key, title, about).key
        form = FormDialog(
            self.window(),
            self.look,
            self.desk.jobs,
            title,
            Saving(self.desk, self.actor, save, title, key),
            note=note,
            width=width,
            save=word,
            drafts=self.desk.drafts if key else None,
            draft_key=key,
        )
        form.setProperty("help", self._spec.key)
        return form

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more; None when there is nothing to fill it in for."""
        begin = next((act.run for act in self._spec.acts if act.text == title), None)
        form = begin() if begin and not about else None
        return form if isinstance(form, FormDialog) else None

    def put_up(self, form: FormDialog, said: Callable[[object], str]) -> FormDialog:
        """Show a filled-in form; once saved, a toast says what `said` returns, leads to it and undoes it."""
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(lambda result: self._tell_saved(form, said(result)))
        form.open()
        return form

    def reveal(self, record: bytes, read: Reveal) -> FormDialog:
        """Ask for a reason; then the drawer is made once more with `whole` numbers."""
        form = self.form(
            REVEAL,
            lambda session, filled: read(session, filled.text("reason")),
            width=520,
            word="显示",
            about=None,
        )
        form.add(reason_grid(self.look, "右边"))
        form.saved.connect(lambda whole: self._show_whole(record, whole))
        return self.put_up(form, lambda _whole: "已记入查看记录")

    def whole(self, record: bytes) -> Sequence[str]:
        """Return what was revealed of a record for the drawer being made; () when nothing was."""
        return self._whole if record == self._revealed else ()

    def _show_drawer(self, drawer: Drawer) -> None:
        old, self._drawer = self._drawer, drawer
        if old is not None and isValid(old) and not old.isHidden():
            drawer.open_tab(old.tab)
        drawer.closed.connect(lambda: self.drawer_wanted.emit(None))
        self.drawer_wanted.emit(drawer)

    def _paste(self) -> None:
        drawer = self._drawer
        if drawer is not None and isValid(drawer) and drawer.isVisible():
            drawer.paste()

    def _show_whole(self, record: bytes, whole: Sequence[str]) -> None:
        self._revealed, self._whole = record, whole
        self.open_record(record)
        self._revealed, self._whole = None, ()

    def _tell_saved(self, form: FormDialog, said: str) -> None:
        saved = form.work
        if not isinstance(saved, Saving):
            done(self, self.desk, self.actor, said)
        elif form.going_on:
            done(form, self.desk, self.actor, said, saved.txn)
        else:
            record = saved.record
            see = Act("打开", lambda: self.went.emit(self._spec.key, record), "arrow-right")
            done(self, self.desk, self.actor, said, saved.txn, doors=[see] if record else [])
            self._show_made(record)

    def _show_made(self, record: bytes | None) -> None:
        """Make a new record current: at once, or when the list that holds it has come."""
        self.table.go_to(record)
        if record is not None and self.table.current != record:
            self._wanted = record

    def _find_again(self) -> None:
        self.table.go_to(self._wanted)
        self._wanted = None
        self._follow(self.table.current)

    def _follow(self, current: bytes | None) -> None:
        drawer = self._drawer
        if current is None or drawer is None or not isValid(drawer) or drawer.isHidden():
            return
        self.open_record(current)


class MonthPage(RecordPage[Row]):
    """A list of one month, the one chosen above: of that month's tree."""

    def show_month(self, month: Month) -> None:
        """Show another month."""
        changed = month != self.month
        super().show_month(month)
        if changed:
            self.turn_stale()
