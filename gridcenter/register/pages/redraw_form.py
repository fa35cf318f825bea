"""The form by which grids are redrawn: what, how it is dealt out, when and why, and what it would do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import Unclear
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Newest
from gridcenter.desk.layouts import block, column
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.redraw_names import NamesDialog
from gridcenter.register.pages.redraw_preview import PreviewPane
from gridcenter.register.records import Redrawing
from gridcenter.register.services.redraw_preview import Preview, preview
from gridcenter.register.services.redraw_wish import Filing, Wish
from gridcenter.register.services.redrawing import redraw
from gridcenter.store.capture import WriteSession
from gridcenter.wing.moves import UnitMove

_PAUSE = 250
_WIDE = 860

MakeWish = Callable[[Filled], Wish]
"""Makes the wish of what the form says; raises RuleBroken where something is missing."""


@dataclass(frozen=True, slots=True)
class RedrawForm:
    """One kind of redrawing on the screen: its title, what it is about, its own part, its wish."""

    title: str
    about: str
    parts: Sequence[FormGrid | QWidget]
    wish: MakeWish


def put_up(page: RecordPage[object], moves: Sequence[UnitMove], spec: RedrawForm) -> FormDialog:
    """Show the form of a redrawing with the preview beneath; it writes what the preview says."""
    desk, actor = page.desk, page.actor
    pane = PreviewPane(desk.look)

    def save(session: WriteSession, filled: Filled) -> str:
        record = redraw(session, actor, spec.wish(filled), _filing(filled, pane), moves)
        return record.title

    form = page.form(spec.title, save, note=spec.about, width=_WIDE, word="写入", about=None)
    when = record_grid(desk)
    when.heading("日期和原因")
    when.declare(Redrawing, "effective", "reason", "filed_on", "filing_number", Ask("note", wide=True))
    when.put({"effective": today()})
    look_first = column(words("写入前看一看", "head"), pane, gap=8, pad=(14, 10, 14, 12))
    form.add(*spec.parts, when, block(look_first, "sunken"))
    form.setProperty("help", "redrawings")
    _Watch(form, desk, moves, spec, pane)
    pane.names_wanted.connect(lambda: show_names(form, page, pane))
    return page.put_up(form, lambda title: f"已写入网格调整：{title}")


def show_names(form: FormDialog, page: RecordPage[object], pane: PreviewPane) -> NamesDialog | None:
    """Open the names behind what the preview shows."""
    if pane.shown is None:
        return None
    dialog = NamesDialog(form, page.desk, page.actor, pane.shown)
    dialog.open()
    return dialog


def _filing(filled: Filled, pane: PreviewPane) -> Filing:
    return Filing(
        effective=filled.day("effective"), reason=filled.text("reason"),
        filed_on=filled.day_or_none("filed_on"), number=filled.text("filing_number"),
        note=filled.text("note"), posts=pane.posts,
    )  # fmt: skip


class _Watch(QWidget):
    """Asks anew what the redrawing would do, once what is typed has come to rest."""

    def __init__(
        self, form: FormDialog, desk: Desk, moves: Sequence[UnitMove], spec: RedrawForm, pane: PreviewPane
    ) -> None:
        super().__init__(form)
        self.hide()
        self._form, self._desk, self._moves, self._spec, self._pane = form, desk, moves, spec, pane
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._newest = Newest(desk.jobs)
        self._newest.answered.connect(self._show)
        for slot in form.fields:
            slot.field.changed.connect(lambda *_ignored: self._pause.start())
        pane.filled.connect(lambda: QTimer.singleShot(0, form, form.fit_height))
        self._pause.start()

    def _ask(self) -> None:
        values: dict[str, object] = {}
        try:
            for slot in self._form.fields:
                values[slot.key] = slot.field.value()
            filled = Filled(values)
            wish, filing = self._spec.wish(filled), _filing(filled, self._pane)
        except Unclear:
            return
        except RuleBroken as missing:
            self._pane.wait(f"{missing.words}，这里就会写明会怎样变动")
            return
        database, moves = self._desk.database, self._moves

        def work(_progress: Progress) -> Preview | GridCenterError:
            try:
                with database.read() as session:
                    return preview(session, wish, filing, moves)
            except GridCenterError as error:
                return error

        self._newest.ask(work)

    def _show(self, answer: object) -> None:
        if isinstance(answer, Preview):
            self._pane.show_preview(answer)
        elif isinstance(answer, GridCenterError):
            self._pane.refuse(answer)


