"""The dialog every form is filled in on: head and foot fixed, body scrolls, errors at the field."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from gridcenter._forms.desk.ui_form_dialog import Ui_FormDialog
from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.desk.buttons import Button
from gridcenter.desk.chips import chip
from gridcenter.desk.drafts import Drafts
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.fields import Unclear, Waiting
from gridcenter.desk.form_grid import FormGrid, Slot
from gridcenter.desk.jobs import Job, Jobs
from gridcenter.desk.layouts import Item, add_part, block, row
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.tab_order import in_reading_order
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

WIDE, HIGH = 1010, 650
_AROUND_X, _AROUND_Y = 32, 24
_KEYS = (("回车", "下一格"), ("Ctrl+S", "保存"), ("Esc", "取消"))
_TWO_COLUMNS = 1000
"""Below this width of the window a form has one column."""

Submit = Callable[[dict[str, object]], object]
"""Takes the values by key, runs in the worker; refuses with RuleBroken(key, words)."""


class FormDialog(QDialog):
    """Collects the values of its fields, hands them to `submit`, says at the field what is wrong."""

    saved = Signal(object)
    """What `submit` returned."""
    draft_taken = Signal(object)
    """Mapping of the words by field that are about to be put back."""

    def __init__(
        self,
        parent: QWidget | None,
        look: Look,
        jobs: Jobs,
        title: str,
        submit: Submit,
        *,
        note: str = "",
        save: str = "保存",
        width: int = 640,
        drafts: Drafts | None = None,
        draft_key: str = "",
    ) -> None:
        super().__init__(parent)
        self.look, self._jobs, self._submit = look, jobs, submit
        self._drafts, self._draft_key, self._width = drafts, draft_key, width
        self._slots: dict[str, Slot] = {}
        self._grids: list[FormGrid] = []
        self._kept: frozenset[str] = frozenset()
        self._going_on = self._awaited = False
        self._begun: dict[str, str] | None = None
        self._fitted = False
        self._left: Mapping[str, str] | None = None
        self._offer: QWidget | None = None
        self._held: QWidget | None = None
        self.ui = Ui_FormDialog()
        self.ui.setupUi(self)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setProperty("help", "forms")
        self.ui.title.setText(title)
        self.ui.note.setText(note)
        self.ui.note.setVisible(bool(note))
        self.ui.draft.hide()
        self.ui.foot.setObjectName("foot")
        self.save = Button(look, save, "check", "primary", tip="Ctrl+S")
        self._make_foot()
        if drafts is not None:
            drafts.kept.connect(self._say_kept)

    def add(self, *items: Item) -> None:
        """Add parts to the body; the fields of a FormGrid or a Slot become fields of the form."""
        for item in items:
            part = item[0] if isinstance(item, tuple) else item
            if isinstance(part, FormGrid):
                self._grids.append(part)
                for slot in part.slots.values():
                    self._adopt(slot)
            elif isinstance(part, Slot):
                self._adopt(part)
            add_part(self.ui.body, item)

    def adopt(self, *slots: Slot) -> None:
        """Make slots that lie anywhere in the body fields of the form."""
        for slot in slots:
            self._adopt(slot)

    def offer_again(self, *kept: str) -> None:
        """Offer to save and begin the next one, with these fields kept as they are."""
        self._kept = frozenset(kept)
        again = Button(self.look, "保存并再录一条", tip="Ctrl+Shift+S")
        again.clicked.connect(lambda _checked: self.submit(going_on=True))
        self.ui.footLine.insertWidget(self.ui.footLine.count() - 1, again)
        keys = QShortcut(QKeySequence("Ctrl+Shift+S"), self)
        keys.activated.connect(lambda: self.submit(going_on=True))

    @property
    def fields(self) -> Sequence[Slot]:
        """The fields of the form, in the order in which they were added."""
        return tuple(self._slots.values())

    @property
    def going_on(self) -> bool:
        """Whether the form stays for the next one once this one is saved."""
        return self._going_on

    @property
    def work(self) -> Submit:
        """What saves the values."""
        return self._submit

    @property
    def dirty(self) -> bool:
        """Whether anything was changed since the form was shown."""
        return self._begun is not None and self._words() != self._begun

    def show_error(self, field: str, sentence: str) -> None:
        """Say at a field what is wrong with it; an unknown field says it in the foot."""
        if field in self._slots:
            self._slots[field].show_error(sentence)
            self._focus_first_error()
        self._count_errors("" if field in self._slots else sentence)

    def submit(self, *, going_on: bool = False) -> None:
        """Check what is typed; if it can be read, let the worker save it."""
        if not (self.ui.foot.isEnabled() and self.save.isEnabled()):
            return
        self._going_on = going_on
        values = self._read()
        if values is None:
            return
        self._hold(self.focusWidget())
        job = Job(lambda _progress: self._submit(values))
        job.succeeded.connect(self._done)
        job.stopped.connect(self._let_go)
        self._jobs.start(job, self._refused)

    def _hold(self, here: QWidget | None) -> None:
        """Take no more keys while the worker saves: they would be lost."""
        self._held = here
        self.ui.foot.setEnabled(False)
        self.ui.scroll.setEnabled(False)
        self._said.setText("正在保存…")

    def _let_go(self) -> None:
        self.ui.foot.setEnabled(True)
        self.ui.scroll.setEnabled(True)
        if self._held is not None:
            self._held.setFocus()

    def reject(self) -> None:
        """Leave, after a question when something was typed; not while it is being saved."""
        if not self.ui.foot.isEnabled():
            return
        if not self.dirty:
            self._leave()
            return
        title = "　".join(filter(None, (self.windowTitle(), self.ui.note.text())))
        question = Question(f"“{title}”还没有保存，不要了吗？", "不保存", no="接着填")
        ask(self, self.look, question, self._leave)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit into the window, offer the draft, start with the first field."""
        super().showEvent(event)
        in_reading_order(self)
        if self._begun is None:
            self._begun = self._words()
            self._offer_draft()
            self._fit()
            if self._left is None:
                self._start()

    def _start(self) -> None:
        first = next(iter(self._slots.values()), None)
        if first is not None:
            first.field.widget.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on to the next field, and from the last one to the button that saves."""
        if is_enter(event):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        fields = (slot.field.widget for slot in self._slots.values())
        stops = {self.save, *(field for field in fields if field.isVisible() and field.isEnabled())}
        here: QWidget = self.focusWidget() or self
        while (here := here.nextInFocusChain() or self.save) not in stops:
            pass
        here.setFocus(Qt.FocusReason.TabFocusReason)

    def _make_foot(self) -> None:
        self._mark = IconLabel(self.look, "circle-alert", "error", 16)
        self._said = words("", "error", wrap=True)
        cancel = Button(self.look, "取消", tip="Esc")
        cancel.clicked.connect(lambda _checked: self.reject())
        self.save.clicked.connect(lambda _checked: self.submit())
        keys = [p for key, what in _KEYS for p in (chip(key, "key"), words(what, "note"))]
        self._keys = block(row(*keys, gap=5))
        for item in (self._keys, None, self._mark, (self._said, 3), cancel, self.save):
            add_part(self.ui.footLine, item)
        for sequence in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(sequence), self).activated.connect(self.submit)
        self._count_errors()

    def _adopt(self, slot: Slot) -> None:
        self._slots[slot.key] = slot
        slot.field.changed.connect(self._changed)
        slot.settled.connect(self._resume)
        slot.judged.connect(self._count_errors)

    def _changed(self, *_ignored: object) -> None:
        self._count_errors()
        if self._drafts is not None and self.dirty:
            title = "　".join(filter(None, (self.windowTitle(), self.ui.note.text())))
            self._drafts.save(self._draft_key, title, self._words())

    def _read(self) -> dict[str, object] | None:
        values: dict[str, object] = {}
        for key, slot in self._slots.items():
            slot.clear_error()
            try:
                values[key] = slot.read()
            except Waiting:
                self._awaited = True
                slot.check()
            except Unclear as unclear:
                slot.show_error(str(unclear))
        self._count_errors()
        self._focus_first_error()
        return values if len(values) == len(self._slots) else None

    def _resume(self) -> None:
        """Save once it is known what the last words mean, if that was asked for meanwhile."""
        if self._awaited:
            self._awaited = False
            self.submit(going_on=self._going_on)

    def _count_errors(self, sentence: str = "") -> None:
        wrong = sum(1 for slot in self._slots.values() if slot.error)
        text = f"还有 {wrong} 处要改" if wrong else sentence
        self._said.setText(text)
        self._mark.setVisible(bool(text))
        if wrong and self._begun is not None:
            self.fit_height()

    def _focus_first_error(self) -> None:
        wrong = next((slot for slot in self._slots.values() if slot.error), None)
        if wrong is not None:
            wrong.field.widget.setFocus()
            self.ui.scroll.ensureWidgetVisible(wrong)

    def _done(self, result: object) -> None:
        self._let_go()
        self._forget_draft()
        if self._going_on:
            self.saved.emit(result)
            self._begin_next()
            return
        self._begun = None
        self.saved.emit(result)
        self.accept()

    def _begin_next(self) -> None:
        begun, self._begun = self._begun or {}, None
        for key, slot in self._slots.items():
            if key not in self._kept:
                text = begun.get(key, "")
                slot.field.put_words(text) if text else slot.field.put(None)
                slot.clear_error()
        self._begun = self._words()
        self._count_errors()
        self.ui.draft.hide()
        next(slot for key, slot in self._slots.items() if key not in self._kept).field.widget.setFocus()

    def _refused(self, error: Exception) -> None:
        self._let_go()
        self._count_errors()
        if isinstance(error, RuleBroken):
            self.show_error(error.field, error.words)
        elif isinstance(error, GridCenterError):
            self._count_errors(error.words)
        else:
            self._jobs.failed.emit(error)

    def _leave(self) -> None:
        if self.dirty or self._left is None:
            self._forget_draft()
        super().reject()

    def take_draft(self) -> None:
        """Put back what was left unsaved, if something was."""
        left, self._left = self._left, None
        if left is None:
            return
        self._end_offer()
        self.draft_taken.emit(left)
        lost = [self._slots[key] for key, text in left.items() if not self._put_back(key, text)]
        if lost:
            self._count_errors(f"“{lost[0].label}”没能填回去，请重新选")

    def _put_back(self, key: str, text: str) -> bool:
        """Fill a field; what it holds may be gone from the data since."""
        try:
            if key in self._slots:
                self._slots[key].field.put_words(text)
        except (GridCenterError, ValueError):
            return False
        return True

    def _words(self) -> dict[str, str]:
        return {key: slot.field.words() for key, slot in self._slots.items()}

    def _say_kept(self, key: str) -> None:
        if key == self._draft_key:
            self.ui.draft.setText(f"草稿已自动保存 {datetime.now().astimezone():%H:%M}")
            self.ui.draft.show()

    def _forget_draft(self) -> None:
        self._left = None
        if self._drafts is not None:
            self._drafts.drop(self._draft_key)

    def _offer_draft(self) -> None:
        self._left = self._drafts.load(self._draft_key) if self._drafts is not None else None
        if self._left is None:
            return
        take, drop = Button(self.look, "接着填", "", "link"), Button(self.look, "丢开", "", "link")
        note = words("上次没填完的还在。先选一样，再往下填", "second")
        self._offer = block(
            row(IconLabel(self.look, "history", "due"), note, None, take, drop, pad=10), "sunken"
        )
        take.clicked.connect(lambda _checked: self.take_draft())
        drop.clicked.connect(lambda _checked: self._forget_draft())
        drop.clicked.connect(lambda _checked: self._end_offer())
        self._open_fields(False)
        self.ui.body.insertWidget(0, self._offer)
        self._offer.show()  # now, for the height of the form
        take.setFocus()

    def _end_offer(self) -> None:
        if self._offer is not None:
            self._offer.hide()
        self._open_fields(True)
        self._start()

    def _open_fields(self, opened: bool) -> None:
        """Let the fields be typed into, or not: what is left would be lost under what is typed."""
        self.save.setEnabled(opened)
        for number in range(self.ui.body.count()):
            item = self.ui.body.itemAt(number)
            part = item.widget() if item is not None else None
            if part is not None and part is not self._offer:
                part.setEnabled(opened)

    def _fit(self) -> None:
        """Be as wide as asked for and as high as the fields, but never more than the window."""
        self.ui.body.addStretch(1)
        parent = self.parentWidget()
        room = parent.window().width() - _AROUND_X if parent is not None else WIDE
        if room + _AROUND_X < _TWO_COLUMNS:
            for grid in self._grids:
                grid.arrange(1)
        captions = max((grid.caption_width() for grid in self._grids), default=0)
        for grid in self._grids:
            grid.widen_captions(captions)
        self.setFixedWidth(min(self._width, WIDE, room))
        self._keys.setVisible(self.ui.foot.sizeHint().width() <= self.width())
        self.fit_height()

    def fit_height(self) -> None:
        """Be high enough for the fields, as far as the window allows; never lower than before."""
        parent, ui = self.parentWidget(), self.ui
        room = parent.window().height() - _AROUND_Y if parent is not None else HIGH
        ui.body.activate()
        parts = (ui.inner.sizeHint(), ui.head.sizeHint(), ui.foot.sizeHint())
        wanted = sum(part.height() for part in parts) + 4
        self.resize(
            self.width(), max(self.height() if self._fitted else 0, min(HIGH, room, wanted))
        )
        self._fitted = True
