"""The lines of checklists on the form of a visit: a list is chosen, its lines open, answered by digits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtWidgets import QWidget

from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import Field, LineField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.picking import PickField
from gridcenter.desk.saving import Filled
from gridcenter.visits.pages.letter_field import LetterField
from gridcenter.visits.services.checklists import Item

_KEY, _LIST = "answer_", "checklist_id"


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that a visit can be gone through with."""

    id: bytes
    title: str
    items: Sequence[Item]


class AnswerLines:
    """Chosen lists open below the form; what is answered stays when another list is chosen."""

    def __init__(self, desk: Desk, lists: Sequence[OpenList]) -> None:
        self._desk, self._lists = desk, {one.id: one for one in lists}
        self._form: FormDialog | None = None
        self._grids: dict[bytes, FormGrid] = {}
        self._chosen = FormGrid(desk.look)
        options = [(one.id, one.title) for one in lists]
        self._pick = PickField(desk.look, options, "走访时照着看、照着问的，没有就不选")
        self._chosen.add(_LIST, "检查清单", self._pick, wide=True)

    def lay_into(self, form: FormDialog) -> None:
        """Put the choice of a list into the form; nothing where there are no lists."""
        if not self._lists:
            return
        self._form = form
        form.add(self._chosen)
        form.draft_taken.connect(self._make_room)
        self._pick.picked.connect(self._show)

    def answers(self, filled: Filled) -> Mapping[bytes, str]:
        """Return what was answered, by item."""
        return {
            bytes.fromhex(key.removeprefix(_KEY)): filled.text(key)
            for key in filled.values
            if key.startswith(_KEY)
        }

    def _make_room(self, left: Mapping[str, str]) -> None:
        for one in self._lists.values():
            if any(left.get(f"{_KEY}{item.id.hex()}") for item in one.items):
                self._open(one)

    def _show(self, chosen: object) -> None:
        if isinstance(chosen, bytes):
            self._open(self._lists[chosen])
        for list_id, grid in self._grids.items():
            grid.setVisible(list_id == chosen)
        if self._form is not None:
            self._form.fit_height()

    def _open(self, one: OpenList) -> None:
        if one.id in self._grids or self._form is None:
            return
        grid = self._grids[one.id] = FormGrid(self._desk.look, label=260)
        fields = [(item, _field(item)) for item in one.items]
        for place, (item, field) in enumerate(fields, 1):
            grid.add(f"{_KEY}{item.id.hex()}", f"{place}. {item.text}", field, wide=True)
        widgets = [field.widget for _item, field in fields]
        for (_item, field), following in zip(fields, widgets[1:], strict=False):
            if isinstance(field, LetterField):
                field.settled.connect(following.setFocus)
        self._form.ui.body.insertWidget(self._form.ui.body.indexOf(self._chosen) + 1, grid)
        self._form.adopt(*grid.slots.values())
        self._chain([self._pick, *widgets])

    @staticmethod
    def _chain(widgets: Sequence[QWidget]) -> None:
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)


def _field(item: Item) -> Field:
    if not item.choices:
        return LineField("照实写，没有就空着", longest=200)
    hint = "　".join(f"{n} {said}" for n, said in enumerate(item.choices, 1))
    return LetterField([(said, said) for said in item.choices], None, hint=hint)
