"""Heading of a ledger: title, line above the table, heading of a further table."""

from gridcenter.papers.paper import MM, Paper

TITLE, LINE, PART = 18.0, 9.5, 10.5
"""Sizes of type: title, line above the table, heading of a part."""
LINE_HEIGHT = 7.5
"""Height of the line above the table, mm."""
BETWEEN = 6.0
"""Least white between the texts of that line, mm."""


def draw_title(paper: Paper, text: str, after: float) -> None:
    """Set the centred title, broken if it is long, and leave `after` mm."""
    for line in paper.broken(text, "bold", TITLE, paper.sheet.room):
        paper.y += TITLE * 1.35 / MM
        base = paper.y - TITLE * 0.25 / MM
        paper.text(paper.sheet.middle, base, line.text, "bold", TITLE, "c", gap=TITLE * 0.04)
    paper.y += after


def draw_line(paper: Paper, left: str, middle: str, right: str) -> None:
    """Set the line above the table; texts that would meet go to lines of their own."""
    said = [text for text in (left, middle, right) if text]
    wide = sum(paper.faces.width(text, "song") * LINE / MM + BETWEEN for text in said)
    if wide > paper.sheet.room + BETWEEN:
        for text in said:
            for line in paper.broken(text, "song", LINE, paper.sheet.room):
                paper.y += 5
                paper.set_shaped(paper.sheet.left, paper.y, line, LINE)
    else:
        paper.y += 5
        paper.text(paper.sheet.left, paper.y, left, "song", LINE)
        paper.text(paper.sheet.middle, paper.y, middle, "song", LINE, "c")
        paper.text(paper.sheet.right, paper.y, right, "song", LINE, "r")
    paper.y += LINE_HEIGHT - 5


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
