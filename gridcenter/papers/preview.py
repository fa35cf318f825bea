"""Pages of a finished PDF as pictures, for screen and printer: what is seen is what is printed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gridcenter.base.errors import Damaged, NotFound

if TYPE_CHECKING:  # start-up: its library is loaded with the first page shown
    import pypdfium2

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of `width` × `height` dots of four bytes (blue, green, red, unused), no padding."""

    width: int
    height: int
    pixels: bytes


def page_count(pdf: Path | bytes) -> int:
    """Return how many pages a PDF has; raises NotFound, Damaged."""
    with _opened(pdf) as document:
        return len(document)


def page_size(pdf: Path | bytes, page: int) -> tuple[float, float]:
    """Return how wide and high page `page` (from 0) is, in points; raises NotFound, Damaged."""
    with _opened(pdf) as document, _sheet(document, page) as sheet:
        width, height = sheet.get_size()
        return width, height


def render(pdf: Path | bytes, page: int, dpi: float) -> Picture:
    """Draw page `page` (from 0) at so many dots an inch; raises NotFound, Damaged.

    PDFium serves one thread at a time: call it from one only.
    """
    with _opened(pdf) as document, _sheet(document, page) as sheet:
        bitmap = sheet.render(scale=dpi / POINTS_PER_INCH, prefer_bgrx=True)
        with closing(bitmap):
            return Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))


@contextmanager
def _sheet(document: "pypdfium2.PdfDocument", page: int) -> "Iterator[pypdfium2.PdfPage]":
    if not 0 <= page < len(document):
        raise NotFound(f"这份文件没有第 {page + 1} 页，共 {len(document)} 页")
    with closing(document[page]) as sheet:
        yield sheet


@contextmanager
def _opened(pdf: Path | bytes) -> "Iterator[pypdfium2.PdfDocument]":
    import pypdfium2  # noqa: PLC0415  (start-up: only a shown paper needs it)

    if isinstance(pdf, Path) and not pdf.is_file():
        raise NotFound(f"找不到文件“{pdf}”")
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Damaged("这份 PDF 文件打不开，可能已经损坏，请重新生成") from error
    with closing(document):
        yield document
