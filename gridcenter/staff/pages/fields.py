"""Fields that choose people in posts: one, or many at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from sqlalchemy.orm import Session

from gridcenter.base.pinyin import says
from gridcenter.desk.buttons import Button
from gridcenter.desk.desk import Desk
from gridcenter.desk.layouts import Ground, column, row
from gridcenter.desk.offers import Offer
from gridcenter.desk.picking import LookUpField
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.words import words
from gridcenter.register.services.lookups import Known, find_holders, known_person
from gridcenter.staff.services.crew import Posted

_HIGH = 216


class CrewField(LookUpField):
    """Somebody of the register, those in a post offered first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _find, _known, "姓名或拼音首字母", what="个人")


def _find(session: Session, typed: str) -> list[Offer]:
    return [_offer(one) for one in find_holders(session, typed)]


def _known(session: Session, person_id: bytes) -> Offer:
    return _offer(known_person(session, person_id))


def _offer(one: Known) -> Offer:
    return Offer(one.id, one.name, one.note)


class CrewList(Ground):
    """Many people in posts, ticked in a list that narrows while one types."""

    altered = Signal()

    def __init__(self, desk: Desk, people: Sequence[Posted]) -> None:
        super().__init__("sunken")
        look = desk.look
        self._people = {one.person_id: one for one in people}
        self.search = SearchField(look, "姓名、拼音首字母、网格、岗位")
        self.list = QListWidget()
        self.list.setObjectName("ticks")
        self.list.setAccessibleName("在岗的人")
        self.list.setFixedHeight(_HIGH)
        self._count = words("", "note")
        every, none = Button(look, "全选看到的", "", "link"), Button(look, "全不选", "", "link")
        for one in people:
            item = QListWidgetItem(f"{one.name}　{one.place}")
            item.setData(Qt.ItemDataRole.UserRole, one.person_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        head = row((self.search, 1), self._count, every, none)
        self.setLayout(column(head, self.list, gap=6, pad=8))
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._narrow)
        self.search.left.connect(self.list.setFocus)
        every.clicked.connect(lambda _checked: self._tick(on=True))
        none.clicked.connect(lambda _checked: self.put(()))
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.itemActivated.connect(_turn)
        self._tell()

    @property
    def widget(self) -> QWidget:
        """The field itself."""
        return self

    @property
    def changed(self) -> SignalInstance:
        """A tick more or less."""
        return self.altered

    def value(self) -> object:
        """Return the ids ticked, as a tuple; None when there are none."""
        checked = Qt.CheckState.Checked
        ticked = [_id(item) for item in self._items() if item.checkState() == checked]
        return tuple(ticked) or None

    def put(self, value: object) -> None:
        """Tick these ids and no others."""
        wanted = set(value) if isinstance(value, Sequence) else set()
        self.list.blockSignals(True)
        for item in self._items():
            on = _id(item) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._tell()

    def words(self) -> str:
        """Return the ids as text, for a draft."""
        value = self.value()
        return " ".join(one.hex() for one in value) if isinstance(value, tuple) else ""

    def put_words(self, words: str) -> None:
        """Tick what `words` named, as far as it is offered."""
        self.put([bytes.fromhex(one) for one in words.split()])

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(n) for n in range(self.list.count())]

    def _narrow(self, typed: str) -> None:
        for item in self._items():
            one = self._people[_id(item)]
            item.setHidden(not says(typed.strip(), one.name, one.unit, one.post_words))

    def _tick(self, *, on: bool) -> None:
        value = self.value()
        ticked = set(value) if isinstance(value, tuple) else set()
        seen = {_id(item) for item in self._items() if not item.isHidden()}
        self.put(tuple(ticked | seen if on else ticked - seen))

    def _tell(self) -> None:
        value = self.value()
        count = len(value) if isinstance(value, tuple) else 0
        self._count.setText(f"已选 {count} 人，共 {self.list.count()} 人")
        self.altered.emit()


def _id(item: QListWidgetItem) -> bytes:
    value = item.data(Qt.ItemDataRole.UserRole)
    return bytes(value)


def _turn(item: QListWidgetItem) -> None:
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
