"""What has come in of a line of records, to scale, with the gaps in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gridcenter.desk.theme import Look

_HIGH, _LEAST = 10, 5.0


@dataclass(frozen=True, slots=True)
class GapBar:
    """Records 1 to `whole`; each gap is the first and last number that is not here."""

    whole: int
    gaps: Sequence[tuple[int, int]] = ()

    @property
    def text(self) -> str:
        """The bar in words."""
        if not self.gaps:
            return "一条不缺" if self.whole else "还没收到过"
        said = "、".join(f"{first:,}–{last:,}" for first, last in self.gaps)
        return f"缺第 {said} 条"


def paint_gap_bar(p: QPainter, look: Look, box: QRect, bar: GapBar) -> None:
    """Paint the bar in the vertical middle of a box; a gap is never too thin to be seen."""
    y, wide = box.center().y() - _HIGH / 2 + 1, float(box.width())
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(look.colour("chart2" if bar.whole else "line"))
    p.drawRoundedRect(QRectF(box.left(), y, wide, _HIGH), 3, 3)
    p.setPen(QPen(look.colour("surface"), 1))
    p.setBrush(look.colour("over"))
    for first, last in bar.gaps:
        thick = max(_LEAST, wide * (last - first + 1) / bar.whole)
        x = min(box.left() + wide * (first - 1) / bar.whole, box.left() + wide - thick)
        p.drawRect(QRectF(x, y - 1, thick, _HIGH + 2))
