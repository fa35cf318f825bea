"""End of a ledger: notes and signatures below the table, and the foot of every sheet."""

from collections.abc import Callable, Sequence

from gridcenter.papers.faces import Shaped
from gridcenter.papers.painter import Painter
from gridcenter.papers.paper import INK, MM, Paper

NOTE, SIGNATURE, TRACE, PAGE = 8.0, 10.0, 7.5, 9.0
"""Sizes of type: notes, signatures, foot, page x of y."""
NOTE_PITCH = NOTE * 1.45 / MM
FOOT = 18.0
"""Where the foot begins, mm above the sheet's lower edge."""
QR_SIDE = 10.0
BLANK = 36.0
"""Length of a line for ink where there is room, mm."""


class Closing:
    """Notes and signatures, measured before and drawn after the last table; never parted."""

    def __init__(self, paper: Paper, note: str, signatures: Sequence[str]) -> None:
        self._paper, self._signatures = paper, signatures
        self._note: list[Shaped] = []
        if note:
            self._note = paper.broken(note, "song", NOTE, paper.sheet.room)

    @property
    def height(self) -> float:
        """Height of both, mm."""
        note = 1.5 + len(self._note) * NOTE_PITCH if self._note else 0.0
        return note + (13.0 if self._signatures else 0.0)

    def draw(self) -> None:
        """Draw both at the cursor, on the next sheet if this one is full."""
        if self._paper.y + self.height > self._paper.sheet.bottom:
            self._paper.new_page()
        self._draw_note()
        if self._signatures:
            self._draw_signatures()

    def _draw_note(self) -> None:
        paper = self._paper
        paper.y += 1.5 if self._note else 0.0
        for line in self._note:
            paper.y += NOTE_PITCH
            paper.set_shaped(paper.sheet.left, paper.y - 0.6, line, NOTE)

    def _draw_signatures(self) -> None:
        """Spread the labels over the width, each with room for ink if it ends with a colon."""
        paper = self._paper
        paper.y += 11
        slot = paper.sheet.room / len(self._signatures)
        for place, label in enumerate(self._signatures):
            x = paper.sheet.left + place * slot
            used = paper.text(x, paper.y, label, "song", SIGNATURE)
            if label.endswith("："):
                end = x + used + min(BLANK, slot - used - 6)
                paper.rule(x + used, paper.y + 1.2, end, paper.y + 1.2, INK)


def draw_feet(paper: Paper) -> tuple[str, Callable[[Painter], None]]:
    """Set number, check code, notice and page x of y on every sheet.

    Returns the check code and what draws the QR code of number and check code.
    """
    check = paper.check_code()
    total = len(paper.pages)
    for number, page in enumerate(list(paper.pages), 1):
        paper.pages.append(page)
        draw_foot(paper, paper.imprint.number, check, f"第 {number} 页　共 {total} 页")
        paper.pages.pop()
    return check, stamp_of(paper, check)


def stamp_of(paper: Paper, check: str) -> Callable[[Painter], None]:
    """Return what draws the QR code of the paper's number and check code on a sheet."""

    def stamp(painter: Painter) -> None:
        bottom = (FOOT - QR_SIDE) * MM
        text = f"{paper.imprint.number}|{check}"
        painter.qr(paper.sheet.left * MM, bottom, QR_SIDE * MM, text)

    return stamp


def draw_foot(paper: Paper, number: str, check: str, place: str) -> None:
    """Set the foot of the sheet being drawn: number, check code, notice, page x of y."""
    sheet, top = paper.sheet, paper.sheet.height - FOOT
    groups = " ".join(check[start : start + 4] for start in range(0, len(check), 4))
    paper.text(sheet.left + 12.5, top + 4.2, f"编号　{number}", "song", TRACE)
    paper.text(sheet.left + 12.5, top + 8.4, f"校验　{groups}", "song", TRACE)
    paper.text(sheet.middle, top + 8.4, paper.imprint.notice, "song", TRACE, "c")
    paper.text(sheet.right, top + 8.4, place, "song", PAGE, "r")
