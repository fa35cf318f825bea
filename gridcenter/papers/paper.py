"""A paper: sheets with margins, a cursor, and drawing kept until the number of pages is known.

Positions are millimetres from the top left of the sheet (y of a text is its baseline); sizes of
type and weights of rules are points.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from typing import Literal

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from gridcenter.papers.breaking import break_lines
from gridcenter.papers.faces import Face, Faces, Shaped, font_of
from gridcenter.papers.painter import Ink, Painter, Panel

MM = 72 / 25.4
OUTER, HEAD, INNER, INK = 1.1, 0.7, 0.35, 0.5
"""Weights of rules: round the table, under its head, inside, lines for ink."""
CENTRE = 0.38
"""Optical middle of a Chinese character, em above the baseline."""

Align = Literal["l", "c", "r"]
_SHIFT: dict[Align, float] = {"l": 0.0, "c": 0.5, "r": 1.0}
CHECK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and the edges of what is printed on it, mm."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def room(self) -> float:
        """Width between the margins, mm."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Middle between the margins, mm."""
        return (self.left + self.right) / 2


UPRIGHT = Sheet(210, 297, 25, 20, 210 - 18, 297 - 24)
WIDE = Sheet(297, 210, 24, 15, 297 - 16, 210 - 23)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself in its foot and in the file's properties."""

    title: str
    number: str
    author: str = ""
    notice: str = ""


Word = tuple[float, float, Shaped, float, float]
"""Left and baseline in points from the bottom left of the sheet, text, size, letter-spacing."""


@dataclass(slots=True)
class Page:
    """What is drawn on one sheet."""

    words: list[Word] = field(default_factory=list)
    rules: dict[float, list[tuple[float, float, float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    coloured: dict[Ink, list[Word]] = field(default_factory=lambda: defaultdict(list))

    def all_words(self) -> Iterator[Word]:
        """Yield the words of the sheet, the black ones first."""
        return chain(self.words, *self.coloured.values())
    mark: str = ""
    """The words of a bookmark that leads to the sheet."""


class Paper:
    """Sheets of one kind under one imprint; `y` is the cursor.

    `on_new_page` draws the heading of the sheets after the first, `continued_height` mm high.
    """

    def __init__(self, sheet: Sheet, imprint: Imprint) -> None:
        self.sheet, self.imprint = sheet, imprint
        self.faces = Faces()
        self.pages = [Page()]
        self.y = sheet.top
        self.on_new_page: Callable[[], None] | None = None
        self.continued_height = 0.0

    @property
    def page(self) -> Page:
        """The sheet being drawn."""
        return self.pages[-1]

    def new_page(self) -> None:
        """Go to the next sheet and let its heading be drawn."""
        self.pages.append(Page())
        self.y = self.sheet.top
        if self.on_new_page:
            self.on_new_page()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face = "song",
        size: float = 10.5,
        align: Align = "l",
        gap: float = 0.0,
        ink: Ink | None = None,
    ) -> float:
        """Set one line; `gap` is letter-spacing in points, black without `ink`. Returns its width in mm."""
        shaped = self.faces.shape(text, face)
        wide = shaped.em * size + gap * max(len(text) - 1, 0)
        self.set_shaped(x - wide / MM * _SHIFT[align], y, shaped, size, gap, ink)
        return wide / MM

    def set_shaped(
        self, x: float, y: float, shaped: Shaped, size: float, gap: float = 0.0, ink: Ink | None = None
    ) -> None:
        """Set a shaped text with its left edge at x."""
        words = self.page.words if ink is None else self.page.coloured[ink]
        words.append((x * MM, (self.sheet.height - y) * MM, shaped, size, gap))

    def panel(
        self, x: float, y: float, width: float, height: float, *, ground: Ink | None = None,
        edge: Ink | None = None, weight: float = 0.0, round_: float = 0.0,
    ) -> None:
        """Draw a ground, an edge, or both; `round_` is the radius of the corners in mm."""
        bottom = (self.sheet.height - y - height) * MM
        self.page.panels.append(
            Panel(x * MM, bottom, width * MM, height * MM, ground, edge, weight, round_ * MM)
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = INNER) -> None:
        """Draw a straight rule."""
        high = self.sheet.height
        self.page.rules[weight].append((x1 * MM, (high - y1) * MM, x2 * MM, (high - y2) * MM))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the outer rule round a table."""
        bottom = self.sheet.height - y - height
        self.page.frames.append((x * MM, bottom * MM, width * MM, height * MM))

    def broken(self, text: str, face: Face, size: float, room: float) -> list[Shaped]:
        """Return the lines of a text, broken by 禁则 within `room` mm."""
        lines = break_lines(text, lambda part: self.faces.width(part, face) * size, room * MM, size)
        return [self.faces.shape(line, face) for line in lines]

    def check_code(self) -> str:
        """Return the check code: the head of the SHA-256 of all words drawn so far."""
        words = [self.imprint.number, self.imprint.title]
        words += [word[2].text for page in self.pages for word in page.all_words()]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:CHECK_DIGITS].upper()

    def pdf(self, stamp: Callable[[Painter], None], each: Callable[[int, int], object]) -> bytes:
        """Draw the sheets and return the file: the same words give the same bytes.

        `stamp` draws what every sheet carries besides its words; `each` is told page and pages.
        Streams are kept binary: ReportLab's letters-only form costs a third of the time.
        """
        rl_config.useA85 = 0
        out = BytesIO()
        canvas = Canvas(
            out,
            (self.sheet.width * MM, self.sheet.height * MM),
            pageCompression=1,
            invariant=1,
            initialFontName=font_of("song").fontName,
            lang="zh-CN",
        )
        canvas.setTitle(self.imprint.title)
        canvas.setAuthor(self.imprint.author)
        canvas.setSubject(self.imprint.number)
        canvas.setCreator("gridcenter")
        canvas.setViewerPreference("PrintScaling", "None")
        painter = Painter(canvas)
        for number, page in enumerate(self.pages, 1):
            each(number, len(self.pages))
            painter.panels(page.panels)
            painter.rules(page.rules)
            painter.frames(page.frames, OUTER)
            painter.words(page.words)
            for ink, words in page.coloured.items():
                painter.words(words, ink)
            stamp(painter)
            if page.mark:
                canvas.bookmarkPage(f"sheet-{number}")
                canvas.addOutlineEntry(page.mark, f"sheet-{number}")
            canvas.showPage()
        canvas.save()
        return out.getvalue()
