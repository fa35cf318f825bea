"""Writes words and rules into a page with few operators (PDF 32000-1, 8.5 and 9.4). Points."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from gridcenter.papers.faces import Shaped, font_of

Line = tuple[float, float, float, float]
Ink = tuple[float, float, float]
"""Red, green, blue, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A coloured ground or edge, points from the bottom left of the sheet; drawn below all words."""

    x: float
    y: float
    width: float
    height: float
    ground: Ink | None = None
    edge: Ink | None = None
    weight: float = 0.0
    round_: float = 0.0


class Painter:
    """Draws on the sheets of one document; each text is encoded once."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._document = canvas._doc  # noqa: SLF001  (a font writes its subsets into it)
        self._encoded: dict[tuple[Shaped, float], str] = {}
        self._forms: set[str] = set()

    def rules(self, rules: Mapping[float, Sequence[Line]]) -> None:
        """Draw straight rules by weight, ends projecting so that corners close."""
        for weight, lines in rules.items():
            path = "\n".join([f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in lines])
            self._canvas.addLiteral(f"2 J {weight:g} w\n{path}\nS")

    def frames(self, frames: Sequence[Line], weight: float) -> None:
        """Draw frames given by left, bottom, width, height."""
        path = "\n".join([f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re" for x, y, w, h in frames])
        if path:
            self._canvas.addLiteral(f"0 j {weight:g} w\n{path}\nS")

    def panels(self, panels: Iterable[Panel]) -> None:
        """Draw coloured grounds and edges in their order; black stays the ink of all else."""
        canvas = self._canvas
        for one in panels:
            canvas.saveState()
            if one.ground is not None:
                canvas.setFillColorRGB(*one.ground)
            if one.edge is not None:
                canvas.setStrokeColorRGB(*one.edge)
                canvas.setLineWidth(one.weight)
            draw = partial(canvas.roundRect, radius=one.round_) if one.round_ else canvas.rect
            draw(
                one.x, one.y, one.width, one.height,
                stroke=int(one.edge is not None), fill=int(one.ground is not None),
            )  # fmt: skip
            canvas.restoreState()

    def words(
        self,
        words: Iterable[tuple[float, float, Shaped, float, float]],
        ink: Ink | None = None,
    ) -> None:
        """Set texts at left, baseline, with size and letter-spacing, in black or an ink."""
        colour = [] if ink is None else ["q", f"{ink[0]:.3f} {ink[1]:.3f} {ink[2]:.3f} rg"]
        out, spaced = [*colour, "BT"], 0.0
        for x, y, shaped, size, gap in words:
            if gap != spaced:
                out.append(f"{gap:.3f} Tc")
                spaced = gap
            out.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {self._encode(shaped, size)}")
        out.append("0 Tc ET" if spaced else "ET")
        out += ["Q"] if colour else []
        self._canvas.addLiteral("\n".join(out))

    def _encode(self, shaped: Shaped, size: float) -> str:
        key = (shaped, size)
        code = self._encoded.get(key)
        if code is None:
            code = self._encoded[key] = " ".join(self._operators(shaped, size))
        return code

    def _operators(self, shaped: Shaped, size: float) -> Iterable[str]:
        for face, text in shaped.runs:
            font = font_of(face)
            for subset, codes in font.splitString(text, self._document):
                name = font.getSubsetInternalName(subset, self._document)
                yield f"{name} {size:g} Tf <{codes.hex()}> Tj"

    def qr(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code with its lower left corner at x, y; a code used again is kept once."""
        name = f"qr-{text}-{side:.2f}"
        if name not in self._forms:
            self._forms.add(name)
            self._canvas.beginForm(name, 0, 0, side, side)
            self._canvas.addLiteral(qr_path(text, side))
            self._canvas.endForm()
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.doForm(name)
        self._canvas.restoreState()


def qr_path(text: str, side: float) -> str:
    """Return the dark modules of a QR code as one filled path (a drawing would bring Helvetica)."""
    from reportlab.graphics.barcode.qrencoder import (  # noqa: PLC0415  (start-up: it brings all of graphics)
        QRCode,
        QRErrorCorrectLevel,
    )

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    cell = side / count
    path = [
        f"{column * cell:.3f} {side - (row + 1) * cell:.3f} {cell:.3f} {cell:.3f} re"
        for row in range(count)
        for column in range(count)
        if code.isDark(row, column)
    ]
    return "\n".join([*path, "f"])
