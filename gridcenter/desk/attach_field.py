"""Attachments on a form: chosen, dropped or pasted, kept together with the record."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridcenter.access.actors import Actor
from gridcenter.access.attachments import attach
from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.base.periods import today
from gridcenter.desk.attach_sources import Source, choose_files, sources_at, sources_of, takes
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.desk import Desk
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import Ground, column, empty, row
from gridcenter.desk.messages import tell
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import Elided, IconLabel, set_role, words
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import Record

KEY = "files"
_HINT = "把照片、文件拖到这里，或按 Ctrl+V 粘贴截图"


class AttachField(Ground):
    """Names of the files chosen; Ctrl+V pastes, an x takes one off again."""

    altered = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("sunken")
        self._look = desk.look
        self._sources: list[Source] = []
        self._lines: QVBoxLayout = column(gap=2)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add = Button(desk.look, "选文件", "paperclip", "link")
        self.add.clicked.connect(lambda _checked: self._choose())
        self._hint = words(_HINT, "note", wrap=True)
        self.setLayout(
            column(row((self._hint, 1), self.add), self._lines, gap=2, pad=(10, 4, 6, 4))
        )

    @property
    def widget(self) -> QWidget:
        """The field itself."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """A file more or less."""
        return self.altered

    def value(self) -> object:
        """Return the files as a tuple of Source; None when there are none."""
        return tuple(self._sources) or None

    def put(self, value: object) -> None:
        """Take files in the place of those chosen."""
        self._sources = (
            [one for one in value if isinstance(one, Source)] if isinstance(value, Sequence) else []
        )
        self._show()

    def words(self) -> str:
        """Return the names: a draft cannot keep the files themselves."""
        return "、".join(one.name for one in self._sources)

    def put_words(self, words: str) -> None:
        """Say which files a draft had; they must be chosen again."""
        if words:
            self._hint.setText(f"上次选的附件请重新添加：{words}")
            set_role(self._hint, "due")

    def take(self, mime: QMimeData) -> None:
        """Take what was dropped or pasted."""
        try:
            self.add_sources(sources_of(mime))
        except GridCenterError as error:
            tell(self, self._look, error.words)

    def add_sources(self, sources: Sequence[Source]) -> None:
        """Add files."""
        self._sources += [one for one in sources if one not in self._sources]
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures."""
        if takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        event.acceptProposedAction()
        self.take(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste; the space bar opens the list of files."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().mimeData())
        elif event.key() == Qt.Key.Key_Space:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        try:
            self.add_sources(sources_at(choose_files(self)))
        except GridCenterError as error:
            tell(self, self._look, error.words)

    def _show(self) -> None:
        empty(self._lines)
        for one in self._sources:
            self._lines.addWidget(self._line(one))
        self.altered.emit()
        form = self.window()
        if isinstance(form, FormDialog) and form.isVisible():
            QTimer.singleShot(0, form, form.fit_height)

    def _line(self, one: Source) -> QWidget:
        off = IconButton(self._look, "x", f"不要 {one.name}", width=30)
        off.clicked.connect(lambda _checked: self._take_off(one))
        line = Ground()
        line.setLayout(
            row(IconLabel(self._look, "paperclip", "text3", 16), (Elided(one.name), 1), off)
        )
        return line

    def _take_off(self, one: Source) -> None:
        self._sources.remove(one)
        self._show()


def attach_grid(desk: Desk, label: int = 76) -> FormGrid:
    """Return the line of a form where files are added."""
    grid = FormGrid(desk.look, label=label)
    grid.add(KEY, "附件", AttachField(desk))
    return grid


def attach_filled(
    session: WriteSession, desk: Desk, actor: Actor, record: Record, filled: Filled, key: str = KEY
) -> None:
    """Keep the files of a form with the record just saved; a refusal is said at the field."""
    chosen = filled.values.get(key)
    if not isinstance(chosen, tuple):
        return
    try:
        ready = [one.read() for one in chosen if isinstance(one, Source)]
        media = desk.database.media
        attach(session, media, actor, record.__tablename__, record.id, ready, on=today())
    except RuleBroken as refused:
        raise RuleBroken(key, refused.words) from None
