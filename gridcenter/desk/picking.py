"""Fields that mean one of many things: words, pinyin or initials narrow the offers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from gridcenter.base.pinyin import starts
from gridcenter.base.progress import Progress
from gridcenter.desk.choices import Option
from gridcenter.desk.desk import Desk
from gridcenter.desk.enter_key import is_enter
from gridcenter.desk.fields import LineField, Unclear, Waiting, shorter
from gridcenter.desk.jobs import Newest
from gridcenter.desk.offers import Offer, Offers
from gridcenter.desk.theme import Look

_PAGE = 8
_NAMED = 6
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class OfferField(LineField):
    """A line with a list beneath it: opens on typing, ↓ and a click; Enter takes, Esc shuts."""

    picked = Signal(object)
    """The value, or None when what is typed means nothing yet."""
    free = False
    """Whether words of one's own do as well."""
    clears = True
    """Whether a button clears the field; short lists of words are cleared by deleting them."""

    def __init__(self, look: Look, hint: str = "", *, longest: int = 0) -> None:
        super().__init__(hint, longest=longest)
        self.look = look
        self.chosen: Offer | None = None
        self.offers: Sequence[Offer] = ()
        self._list = Offers(self, look)
        self._list.taken.connect(self.take)
        self._clear = self.addAction(
            look.icon("x", "text3"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setText("清空")
        self._clear.setToolTip("清空")
        self._clear.triggered.connect(lambda: self.put(None))
        self._clear.setVisible(False)
        self.textChanged.connect(lambda _text: self._offer_clear())
        self.textEdited.connect(self._typed)

    @property
    def changed(self) -> SignalInstance:
        """Another value, or none."""
        return self.picked

    @property
    def open(self) -> bool:
        """Whether the list is shown."""
        return self._list.isVisible()

    def value(self) -> object:
        """Return the value chosen; None when empty; raises Unclear when the words mean no single one."""
        if self.chosen is not None:
            return self.chosen.value
        typed = self.text().strip()
        if typed:
            raise Unclear(self.unclear(typed))
        return None

    def look_for(self, typed: str) -> None:
        """Find what typed words may mean and hand it to `show_offers`; "" asks for everything."""
        raise NotImplementedError

    def unclear(self, typed: str) -> str:
        """Return the sentence for words that mean no single thing."""
        raise NotImplementedError

    def take(self, offer: Offer) -> None:
        """Choose an offer."""
        self.chosen = offer
        self.setText(offer.fill or offer.words)
        self.setCursorPosition(0)
        self._list.hide()
        self.picked.emit(offer.value)

    def drop(self) -> None:
        """Choose nothing."""
        self.chosen = None
        self.clear()
        self._list.hide()
        self.picked.emit(None)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these for what is typed; once the person has gone on, take the only one that fits."""
        self.offers = offers
        if self.hasFocus():
            current = self.chosen.value if self.chosen else None
            self._list.offer(offers, current, free=self.free)
        else:
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the list, take from it, shut it."""
        key = Qt.Key(event.key())
        if self.open and key in _STEPS:
            self._list.step(_STEPS[key])
        elif key == Qt.Key.Key_Down:
            self.look_for("" if self.chosen else self.text())
        elif self.open and key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            if self.open and is_enter(event) and self._list.current:
                self.take(self._list.current)
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the whole list with a click, words typed already apart."""
        super().mouseReleaseEvent(event)
        if not self.open and not self.hasSelectedText():
            self.look_for("" if self.chosen else self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Shut the list and settle what the words mean."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._list.hide()
            self._settle()

    def _offer_clear(self) -> None:
        self._clear.setVisible(self.clears and bool(self.text()))

    def _typed(self, text: str) -> None:
        self.chosen = None
        self.picked.emit(None)
        self.look_for(text.strip())

    def _settle(self) -> None:
        typed = self.text().strip()
        if self.chosen is not None or not typed:
            return
        same = [offer for offer in self.offers if offer.words == typed]
        fitting = same or list(self.offers)
        if len(fitting) == 1:
            self.take(fitting[0])
        else:
            self.picked.emit(None)


class PickField(OfferField):
    """One of a table's words, in the order of the table."""

    clears = False

    def __init__(
        self, look: Look, options: Sequence[Option], hint: str = "", retired: Mapping[str, str] = {}
    ) -> None:
        super().__init__(look, hint)
        self._options: tuple[Offer, ...] = ()
        self._retired = retired
        arrow = self.addAction(
            look.icon("chevron-down", "text3"), QLineEdit.ActionPosition.TrailingPosition
        )
        arrow.setText("打开列表")
        arrow.triggered.connect(self._open)
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these instead; what was chosen stays chosen if it is still there."""
        before = self.chosen.value if self.chosen else None
        self._options = tuple(Offer(value, words) for value, words in options)
        if before is not None:
            self.put(before)

    def put(self, value: object) -> None:
        """Choose by value; a word no longer in use is shown as that."""
        found = next((o for o in self._options if o.value == value), None)
        if found is None and value is not None:
            word = self._retired.get(str(value), "")
            found = Offer(value, f"{word}（已停用）") if word else None
        self.take(found) if found else self.drop()

    def put_words(self, words: str) -> None:
        """Choose the option of these words."""
        found = next((o for o in self._options if o.words == words), None)
        self.take(found) if found else self.drop()

    def look_for(self, typed: str) -> None:
        """Offer every option that holds the words, or whose pinyin or initials begin so."""
        plain = typed.lower()
        self.show_offers([o for o in self._options if _fits(o.words, plain)])

    def unclear(self, typed: str) -> str:
        """Name some words that would do."""
        names = [o.words for o in (self.offers or self._options)]
        more = "等" if len(names) > _NAMED else ""
        return f"没有认出“{typed}”，可以填：{'、'.join(names[:_NAMED])}{more}"

    def _open(self) -> None:
        self.setFocus()
        self.look_for("")


class LookUpField(OfferField):
    """A record found by the worker while one types."""

    def __init__(
        self,
        desk: Desk,
        find: Callable[[Any, str], Sequence[Offer]],
        known: Callable[[Any, bytes], Offer],
        hint: str,
        *,
        what: str,
        longest: int = 0,
    ) -> None:
        super().__init__(desk.look, hint, longest=longest)
        self._desk, self._find, self._known, self._what = desk, find, known, what
        self._newest = Newest(desk.jobs)
        self._newest.setParent(self)
        self._newest.answered.connect(self.show_offers)

    def value(self) -> object:
        """Return the id; None when empty; raises Waiting or Unclear."""
        if self.chosen is None and self.text().strip() and self._newest.waiting:
            raise Waiting(f"正在查找“{self.text().strip()}”，请稍等")
        return super().value()

    def put(self, value: object) -> None:
        """Choose a record by its id."""
        if not isinstance(value, bytes):
            self.drop()
            return
        with self._desk.database.read() as session:
            self.take(self._known(session, value))

    def words(self) -> str:
        """Return the id as text, for a draft."""
        value = self.chosen.value if self.chosen else None
        return value.hex() if isinstance(value, bytes) else ""

    def put_words(self, words: str) -> None:
        """Choose the record that `words` named."""
        self.put(bytes.fromhex(words) if words else None)

    def look_for(self, typed: str) -> None:
        """Let the worker find it; an older question is dropped."""
        database, find = self._desk.database, self._find
        self.offers = ()

        def work(_progress: Progress) -> Sequence[Offer]:
            with database.read() as session:
                return find(session, typed)

        self._newest.ask(work)

    def unclear(self, typed: str) -> str:
        """Say that none, or more than one, is meant."""
        if self.offers:
            return f"“{typed}”可能是好几{self._what}，请从列出的里面选一{self._what}"
        return f"没有找到“{typed}”是哪一{self._what}，请换个写法，如姓名的拼音首字母"


class Name(str):
    """A name, and the id of whom it is when somebody of the register was picked."""

    known: bytes | None

    def __new__(cls, words: str, known: bytes | None = None) -> Self:
        """Make a name."""
        made = super().__new__(cls, words)
        made.known = known
        return made


class NameField(LookUpField):
    """A name, typed freely; those it is likely to be are offered, initials alone are no name."""

    free = True

    def value(self) -> object:
        """Return the Name; None when empty; raises Waiting or Unclear for mere letters."""
        typed, chosen = shorter(self.text().strip(), self._longest), self.chosen.value if self.chosen else None
        if typed.isascii() and typed.isalpha() and chosen is None:
            return super().value()
        return Name(typed, chosen if isinstance(chosen, bytes) else None) if typed else None

    def put(self, value: object) -> None:
        """Enter a name."""
        self.take(Offer(value, str(value))) if value else self.drop()

    def words(self) -> str:
        """Return the name as typed."""
        return self.text()

    def put_words(self, words: str) -> None:
        """Enter the name as typed."""
        self.put(words)

    def unclear(self, typed: str) -> str:
        """Say that letters stand for nobody."""
        return f"“{typed}”不是姓名，请从列出的人里选，或写汉字"

    def _settle(self) -> None:
        if self.text().strip().isascii():
            super()._settle()


class NewOrKnownField(LookUpField):
    """Somebody of the register by id, or the name of somebody new."""

    def put(self, value: object) -> None:
        """Choose by id, or take a new name."""
        if isinstance(value, str) and value:
            self.take(Offer(value, value))
        else:
            super().put(value)

    def words(self) -> str:
        """Return the id or the new name, for a draft."""
        value = self.chosen.value if self.chosen else None
        return f"+{value}" if isinstance(value, str) else super().words()

    def put_words(self, words: str) -> None:
        """Choose what `words` named."""
        self.put(words[1:]) if words.startswith("+") else super().put_words(words)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer to enter somebody new besides."""
        typed = self.text().strip()
        fresh = not typed.isascii() and self.chosen is None
        new = [Offer(typed, f"新增“{typed}”", "名册里没有这个人", typed)] if fresh else []
        super().show_offers([*offers, *new])


def _fits(words: str, typed: str) -> bool:
    low = words.lower()
    if typed in low or typed in low.replace("·", ""):
        return True
    plain = typed.replace(" ", "").replace("'", "")
    return plain.isascii() and any(start.startswith(plain) for start in starts(words))
