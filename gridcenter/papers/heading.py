"""Heading of a ledger: title, line above the table, heading of a further table."""

from collections.abc import Sequence

from gridcenter.papers.faces import Shaped
from gridcenter.papers.paper import MM, Paper

TITLE, LINE, PART = 18.0, 9.5, 10.5
"""Sizes of type: title, line above the table, heading of a part."""
SPREAD = 0.04
"""Letter-spacing of the title, em."""
LINE_HEIGHT = 7.5
"""Height of the line above the table, mm."""
BETWEEN = 6.0
"""Least white between the texts of that line, mm."""


def draw_title(paper: Paper, text: str, after: float) -> None:
    """Set the centred title, a long one in lines of like length, and leave `after` mm."""
    for line in _title_lines(paper, text):
        paper.y += TITLE * 1.35 / MM
        base = paper.y - TITLE * 0.25 / MM
        paper.text(paper.sheet.middle, base, line.text, "bold", TITLE, "c", gap=TITLE * SPREAD)
    paper.y += after


def _title_lines(paper: Paper, text: str) -> Sequence[Shaped]:
    lines = paper.broken(text, "bold", TITLE, paper.sheet.room / (1 + SPREAD))
    even = (sum(line.em for line in lines) / len(lines) + 1) * TITLE / MM
    balanced = paper.broken(text, "bold", TITLE, even)
    return balanced if len(balanced) == len(lines) else lines


def draw_line(paper: Paper, left: str, middle: str, right: str) -> None:
    """Set the line above the table; what would meet goes to a line of its own, the middle first."""
    if _fit(paper, left, middle, right):
        _set_line(paper, left, middle, right)
    elif _fit(paper, left, right):
        _set_line(paper, left, "", right)
        _set_line(paper, middle, "", "")
    else:
        for text in filter(None, (left, middle, right)):
            for line in paper.broken(text, "song", LINE, paper.sheet.room):
                paper.y += 5
                paper.set_shaped(paper.sheet.left, paper.y, line, LINE)
    paper.y += LINE_HEIGHT - 5


def _fit(paper: Paper, *texts: str) -> bool:
    widths = [paper.faces.width(text, "song") * LINE / MM + BETWEEN for text in texts if text]
    return sum(widths) <= paper.sheet.room + BETWEEN


def _set_line(paper: Paper, left: str, middle: str, right: str) -> None:
    paper.y += 5
    paper.text(paper.sheet.left, paper.y, left, "song", LINE)
    paper.text(paper.sheet.middle, paper.y, middle, "song", LINE, "c")
    paper.text(paper.sheet.right, paper.y, right, "song", LINE, "r")


def draw_part_heading(paper: Paper, text: str, keep: float) -> None:
    """Set the heading of a further table, on a sheet where `keep` mm of it can follow."""
    lines = paper.broken(text, "hei", PART, paper.sheet.room)
    pitch = PART * 1.35 / MM
    if paper.y + 7 + len(lines) * pitch + keep > paper.sheet.bottom:
        paper.new_page()
    paper.y += 4
    for line in lines:
        paper.y += pitch
        paper.set_shaped(paper.sheet.left, paper.y, line, PART)
    paper.y += 3
