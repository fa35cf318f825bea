"""From the PDF to the printer, at its actual size."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from gridcenter.base.errors import GridCenterError, NotFound, StorageFailed
from gridcenter.base.progress import Progress
from gridcenter.desk.jobs import Job, Jobs
from gridcenter.desk.preview import to_image
from gridcenter.papers.preview import POINTS_PER_INCH, Picture, page_count, render

FINEST = 300
"""Dots an inch that are drawn at most: finer costs memory and shows nothing on a laser printer."""


def choose_printer(parent: QWidget, title: str, pages: int, copies: int = 1) -> QPrinter | None:
    """Let the user choose printer, pages and copies; None when cancelled, NotFound when none."""
    if not QPrinterInfo.availablePrinterNames():
        raise NotFound(
            "这台电脑没有装打印机。请先装好打印机，或点“PDF”存成文件，拿到别的电脑上打印"
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印　{title}")
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_noted(
    jobs: Jobs,
    note: Callable[[], object],
    job: tuple[bytes, QPrinter],
    told: Callable[[str], object],
    refused: Callable[[Exception], object],
) -> Job[object]:
    """Let the worker log that pages go out, then print them here; what fails is handed to `refused`."""

    def go_on(_noted: object) -> None:
        try:
            pages = print_pdf(*job, Progress())
        except GridCenterError as error:
            refused(error)
        else:
            told(f"{pages} 页已经交给打印机")

    noting = Job(lambda _progress: note())
    noting.succeeded.connect(go_on)
    return jobs.start(noting, refused)


def print_pdf(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """Print the chosen pages and return how many; raises Damaged, StorageFailed, Stopped.

    Call it in the window thread: PDFium serves one thread only.
    """
    chosen = _chosen(printer, page_count(pdf))
    dpi = min(printer.resolution(), FINEST)
    painter = QPainter()
    for done, page in enumerate(chosen):
        picture = render(pdf, page, dpi)
        printer.setPageLayout(_layout(picture, dpi))
        if not (painter.begin(printer) if not done else printer.newPage()):
            raise StorageFailed(
                "打印机没有响应，没有印出来。请看看打印机开没开、有没有纸，再试一次"
            )
        _draw(painter, picture, printer.resolution() / dpi)
        progress.step(done + 1, len(chosen), "正在打印")
    painter.end()
    return len(chosen)


def _chosen(printer: QPrinter, pages: int) -> list[int]:
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    return list(range(first - 1, min(last, pages)))


def _draw(painter: QPainter, picture: Picture, scale: float) -> None:
    target = QRectF(0, 0, picture.width * scale, picture.height * scale)
    painter.drawImage(target, to_image(picture))


def _layout(picture: Picture, dpi: float) -> QPageLayout:
    """Return the sheet of a page, its whole surface; a sheet lying down is known by its width."""
    wide, high = (n * POINTS_PER_INCH / dpi for n in (picture.width, picture.height))
    size = QPageSize(
        QSizeF(min(wide, high), max(wide, high)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    lying = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, lying, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
