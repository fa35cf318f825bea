"""Cards: titled white grounds, and the tiles of the workbench."""

from collections.abc import Iterable

from PySide6.QtCore import Qt

from gridcenter.desk.buttons import Pressed
from gridcenter.desk.layouts import Ground, Item, Pad, add_part, column, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, level, words


class Card(Ground):
    """A ground with a title; `inset` pushes the title to where the words of a table begin."""

    def __init__(
        self,
        look: Look,
        title: str,
        *body: Item,
        note: str = "",
        icon: str = "",
        tail: Iterable[Item] = (),
        pad: Pad = (16, 8, 16, 14),
        gap: int = 8,
        inset: int = 0,
    ) -> None:
        super().__init__("card")
        self.setAccessibleName(title)
        self.title, self.note = words(title, "head"), words(note, "note")
        mark = [IconLabel(look, icon)] if icon else []
        head = row(*mark, (level(look, self.title, self.note), 1), *tail, pad=(inset, 2, 0, 2))
        self.body = column(head, *body, gap=gap, pad=pad)
        self.setLayout(self.body)

    def add(self, *items: Item) -> None:
        """Add parts below what is there."""
        for item in items:
            add_part(self.body, item)


class Tile(Pressed):
    """A number that is a door to its list."""

    def __init__(self, look: Look, icon: str, title: str, token: str = "text2") -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self._title = title
        self._number, self._note = words("", "number"), words("", "note")
        head = row(
            IconLabel(look, icon, token),
            words(title, "second"),
            None,
            IconLabel(look, "chevron-right", "text2", 16),
        )
        figure = level(look, self._number, self._note)
        self.setLayout(column(head, figure, gap=0, pad=(14, 7, 10, 5)))
        for part in (self._number, self._note, figure):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_number("–")

    def show_number(self, number: str, note: str = "") -> None:
        """Show a figure and what it is made of."""
        self._number.setText(number)
        self._note.setText(note)
        self.setAccessibleName(f"{self._title} {number} {note}".strip())
