"""A picture on a sheet lying down: title, boxes with their words, strokes; black on white."""

from gridcenter.papers.drawing import Block, Drawing
from gridcenter.papers.paper import INNER, WIDE, Imprint, Paper

_TITLE, _NOTE, _TOP = 16.0, 10.5, 20.0
_MOST = 0.34
"""Millimetres a pixel at most: a small picture stays small."""


def print_picture(drawing: Drawing, title: str, note: str) -> bytes:
    """Return the PDF of a picture, shrunk until it fits the sheet; grounds are left out."""
    paper = Paper(WIDE, Imprint(title, note))
    sheet = paper.sheet
    paper.text(sheet.middle, sheet.top + 8, title, "heavy", _TITLE, "c")
    paper.text(sheet.middle, sheet.top + 15, note, "hei", _NOTE, "c")
    room = sheet.bottom - sheet.top - _TOP
    scale = min(sheet.room / drawing.width, room / drawing.height, _MOST)
    left = sheet.left + (sheet.room - drawing.width * scale) / 2
    top = sheet.top + _TOP
    for line in drawing.strokes:
        paper.rule(
            left + line.x1 * scale,
            top + line.y1 * scale,
            left + line.x2 * scale,
            top + line.y2 * scale,
        )
    for block in drawing.blocks:
        _print_block(paper, block, left, top, scale)
    return paper.pdf(lambda _painter: None, lambda _page, _pages: None)


def _print_block(paper: Paper, block: Block, left: float, top: float, scale: float) -> None:
    x, y = left + block.x * scale, top + block.y * scale
    wide, high = block.width * scale, block.height * scale
    if block.kind != "label":
        for x1, y1, x2, y2 in (
            (x, y, x + wide, y), (x, y + high, x + wide, y + high),
            (x, y, x, y + high), (x + wide, y, x + wide, y + high),
        ):  # fmt: skip
            paper.rule(x1, y1, x2, y2, INNER)
    size = min(10.0, 37.0 * scale)
    words = f"{block.title}　{block.note}" if block.kind == "label" else block.title
    lines = paper.broken(words, "heavy", size, max(wide - 1, 4))
    paper.text(x + wide / 2, y + high / 2 - 0.2 * size / 2.83, lines[0].text, "heavy", size, "c")
    if block.kind != "label":
        paper.text(x + wide / 2, y + high / 2 + size / 2.6, block.note, "hei", size * 0.9, "c")
