"""Household cards drawn, one household a page: facts, a table a wing, room for ink, signatures."""

import hashlib
from typing import BinaryIO

from gridcenter.base.periods import day_words
from gridcenter.base.progress import Progress
from gridcenter.ledgers.delivery import deliver
from gridcenter.ledgers.model import Column, Missing, Printed, Value
from gridcenter.ledgers.words import PERSONAL, value_words
from gridcenter.papers.foot import NOTE, SIGNATURE, TRACE, draw_foot, stamp_of
from gridcenter.papers.heading import LINE
from gridcenter.papers.paper import INK, INNER, MM, Imprint, Paper, Sheet
from gridcenter.papers.table import Field, HeadField, Line, Style, Table, paragraphs
from gridcenter.register.household_cards import CardTable, Fact, HomeCard, HouseholdCards

_SHEET = Sheet(210, 297, 25, 18, 210 - 18, 297 - 24)
_TITLE = 20.0
_LABEL, _FACT_HIGH, _FACT = 22.0, 8.4, 10.0
_STYLE = Style(low=7.4, head_low=7.8)
_INK_LOW, _INK_ROWS = 10.0, 7
_HEADING, _SIGNED = 11.0, 20.0
_SHOWN = 10
"""So many rows of a table at most; the older ones are counted."""
_BLANK = 30.0
_SIGNS = ("网格员：", "网格长：", "核对日期：")
_NUMBERS = "一二三四五六七八九十"
_EVERY = 10


def draw_cards(ledger: HouseholdCards, out: BinaryIO, progress: Progress) -> Printed:
    """Print the cards as PDF into a stream, a bookmark a card; raises Stopped."""
    book = _Book(ledger)
    for number, card in enumerate(ledger.cards):
        if number % _EVERY == 0:
            progress.step(number, len(ledger.cards), "排版")
        book.add(card, first=number == 0)
    if not ledger.cards:
        book.say_empty()
    content, check = book.finish(progress)
    deliver(content, out)
    pages = len(book.paper.pages)
    return Printed(pages, hashlib.sha256(content).hexdigest(), check, tuple(book.missing))


class _Book:
    """All cards on one paper."""

    def __init__(self, ledger: HouseholdCards) -> None:
        self._ledger = ledger
        self.paper = Paper(_SHEET, Imprint(ledger.title, ledger.number, ledger.author, PERSONAL))
        self.paper.continued_height = 12.0
        self.paper.on_new_page = self._continue
        self.missing: dict[Missing, None] = {}
        self._spans: list[tuple[int, int, str]] = []
        self._card: HomeCard | None = None

    def add(self, card: HomeCard, *, first: bool) -> None:
        """Lay a card out, beginning on a page of its own."""
        paper, self._card = self.paper, None
        if not first:
            paper.new_page()
        begun = len(paper.pages)
        paper.page.mark = f"{card.number}　{card.head or '（无户主）'}"
        self._card = card
        self._draw_head()
        self._draw_facts(card)
        for number, table in enumerate(card.tables):
            self._draw_table(number, table, last=number == len(card.tables) - 1)
        self._sign()
        self._spans.append((begun, len(paper.pages), f"{self._ledger.number}-{card.number}"))

    def say_empty(self) -> None:
        """Say on the only page that there is no household."""
        self._draw_head()
        self.paper.text(self.paper.sheet.middle, self.paper.y + 20, "这个范围里没有在册的户", "song", 12, "c")
        self._spans.append((1, 1, self._ledger.number))

    def finish(self, progress: Progress) -> tuple[bytes, str]:
        """Set the feet, a card's own page numbers in them, and return the file with its check code."""
        paper, check = self.paper, self.paper.check_code()
        pages = list(paper.pages)
        for first, last, number in self._spans:
            for place in range(first, last + 1):
                paper.pages.append(pages[place - 1])
                draw_foot(paper, number, check, f"第 {place - first + 1} 页　共 {last - first + 1} 页")
                paper.pages.pop()
        content = paper.pdf(
            stamp_of(paper, check), lambda page, total: progress.step(page, total, "写成页面")
        )
        return content, check

    def _continue(self) -> None:
        paper, card = self.paper, self._card
        if card is not None:
            paper.y += 5
            paper.text(paper.sheet.left, paper.y, f"农户情况卡（续）　{card.number}　{card.head}", "song", LINE)
            paper.y += 3

    def _draw_head(self) -> None:
        paper, ledger = self.paper, self._ledger
        sheet = paper.sheet
        paper.y += _TITLE * 1.35 / MM
        base = paper.y - _TITLE * 0.25 / MM
        paper.text(sheet.middle, base, "农户情况卡", "bold", _TITLE, "c", gap=_TITLE * 0.04)
        paper.y += 4
        paper.text(sheet.left, paper.y, ledger.author or ledger.unit, "song", LINE)
        paper.text(sheet.right, paper.y, f"数据截至{day_words(ledger.day)}", "song", LINE, "r")
        paper.y += 2.5

    def _draw_facts(self, card: HomeCard) -> None:
        paper = self.paper
        left, right, top = paper.sheet.left, paper.sheet.right, paper.y
        for number, facts in enumerate(card.facts):
            if number:
                paper.rule(left, paper.y, right, paper.y, INNER)
            self._draw_fact_line(facts)
        paper.frame(left, top, right - left, paper.y - top)

    def _draw_fact_line(self, facts: tuple[Fact, ...]) -> None:
        paper = self.paper
        x, rooms = paper.sheet.left, [paper.sheet.room * share - _LABEL - 3 for *_words, share in facts]
        lines = [
            paper.broken(value, "song", _FACT, room)
            for (_label, value, _share), room in zip(facts, rooms, strict=True)
        ]
        pitch = _FACT * 1.3 / MM
        high = max(_FACT_HIGH, max(len(one) for one in lines) * pitch + 2.6)
        for (label, value, share), said in zip(facts, lines, strict=True):
            self._miss(value, f"户 {self._card.number if self._card else ''}“{label}”")
            middle = paper.y + high / 2
            paper.text(x + _LABEL / 2, middle + 9.5 * 0.38 / MM, label, "hei", 9.5, "c")
            paper.rule(x + _LABEL, paper.y, x + _LABEL, paper.y + high, INNER)
            base = middle - pitch * (len(said) - 1) / 2 + _FACT * 0.38 / MM
            for line in said:
                paper.set_shaped(x + _LABEL + 2, base, line, _FACT)
                base += pitch
            if x > paper.sheet.left:
                paper.rule(x, paper.y, x, paper.y + high, INNER)
            x += paper.sheet.room * share
        paper.y += high

    def _draw_table(self, number: int, table: CardTable, *, last: bool) -> None:
        paper = self.paper
        columns = (Column("no", "序号", 10, "c", "int"), *table.columns) if number else table.columns
        rows = [(n, *row) if number else row for n, row in enumerate(table.rows[:_SHOWN], 1)]
        total = sum(column.width for column in columns)
        widths = [column.width * paper.sheet.room / total for column in columns]
        head = [HeadField(column.title, at, 0, 1, 1) for at, column in enumerate(columns)]
        drawn = Table(paper, widths, head, _STYLE)
        older = len(table.rows) - len(rows)
        title = f"{_NUMBERS[number]}、{table.title}" + (f"（另有较早的 {older} 条）" if older else "")
        self._draw_heading(title, drawn.least_height)
        drawn = Table(paper, widths, head, _STYLE)
        lines = [self._line(columns, row) for row in rows]
        tail = _SIGNED if last else 0.0
        if last:
            lines += self._ink(columns, lines, len(rows), tail)
        if not lines:
            empty = paragraphs(paper, "没有登记", "song")
            lines = [Line("body", (Field(empty, 0, len(columns), "c"),))]
        drawn.draw(lines, tail, lambda _row, _rows: None)

    def _ink(
        self, columns: tuple[Column, ...], lines: list[Line], done: int, tail: float
    ) -> list[Line]:
        """Return rows to write upon, as many as the page still has room for."""
        paper = self.paper
        used = (len(lines) + 1) * _STYLE.head_low + tail
        room = int((paper.sheet.bottom - paper.y - used) // _INK_LOW)
        blank = [""] * (len(columns) - 1)
        return [
            Line("body", self._line(columns, (done + n, *blank)).fields, _INK_LOW)
            for n in range(1, max(0, min(_INK_ROWS, room)) + 1)
        ]

    def _line(self, columns: tuple[Column, ...], row: tuple[Value, ...]) -> Line:
        fields = []
        for at, (value, column) in enumerate(zip(row, columns, strict=True)):
            text = value_words(value, column)
            self._miss(text, f"户 {self._card.number if self._card else ''}“{column.title}”")
            align = "c" if value is None else column.align
            fields.append(Field(paragraphs(self.paper, text, "song"), at, 1, align))
        return Line("body", tuple(fields))

    def _draw_heading(self, text: str, keep: float) -> None:
        paper = self.paper
        if paper.y + 10.6 + keep > paper.sheet.bottom:
            paper.new_page()
        paper.y += 8
        paper.text(paper.sheet.left, paper.y, text, "hei", _HEADING)
        paper.y += 2.6

    def _sign(self) -> None:
        paper, sheet = self.paper, self.paper.sheet
        if paper.y + _SIGNED > sheet.bottom:
            paper.new_page()
        paper.y += 11
        slot = sheet.room / len(_SIGNS)
        for place, label in enumerate(_SIGNS):
            x = sheet.left + place * slot
            used = paper.text(x, paper.y, label, "song", SIGNATURE)
            paper.rule(x + used, paper.y + 1.2, x + used + _BLANK, paper.y + 1.2, INK)
        note = "；".join(self._ledger.notes)
        for number, line in enumerate(paper.broken(note, "song", TRACE, sheet.room)):
            paper.set_shaped(sheet.left, paper.y + 6 + number * NOTE * 1.45 / MM, line, TRACE)

    def _miss(self, text: str, where: str) -> None:
        missing = self.paper.faces.shape(text, "song").missing
        self.missing.update({Missing(char, f"{where}：{text}"): None for char in missing})
