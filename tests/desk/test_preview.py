import io

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen import canvas

from gridcenter.base.errors import Damaged, NotFound
from gridcenter.base.progress import Progress, Stopped
from gridcenter.desk import printing
from gridcenter.desk.preview import Preview


def paper(*sizes):
    """A black square of 10 × 10 mm, 20 mm from left and top, on each page."""
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, pagesize=sizes[0])
    mm = 72 / 25.4
    for size in sizes:
        sheet.setPageSize(size)
        sheet.rect(20 * mm, size[1] - 30 * mm, 10 * mm, 10 * mm, stroke=0, fill=1)
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


def printed(pdf, path, pages=None):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    if pages:
        printer.setFromTo(*pages)
    steps = []
    printing.print_pdf(
        pdf, printer, Progress(lambda done, total, _text: steps.append((done, total)))
    )
    del printer
    return pypdfium2.PdfDocument(path), steps


def black_box(page):
    """Left, top, right, bottom of what is black, in millimetres."""
    picture = page.render(scale=200 / 25.4 / (72 / 25.4), grayscale=True)
    wide, data = picture.stride, bytes(picture.buffer)
    spots = [divmod(n, wide) for n, value in enumerate(data) if value < 90]
    rows, columns = [s[0] for s in spots], [s[1] for s in spots]
    return [v * 25.4 / 200 for v in (min(columns), min(rows), max(columns) + 1, max(rows) + 1)]


def test_pages_are_printed_at_their_actual_size(qapp, tmp_path):
    document, steps = printed(paper(A4, landscape(A4)), tmp_path / "out.pdf")
    assert steps == [(1, 2), (2, 2)]
    sizes = [tuple(round(n) for n in page.get_size()) for page in document]
    assert sizes == [(595, 842), (842, 595)]
    for page in document:
        assert black_box(page) == pytest.approx([20, 20, 30, 30], abs=0.4)
    document.close()


def test_only_the_chosen_pages_are_printed(qapp, tmp_path):
    document, steps = printed(paper(A4, A4, A4), tmp_path / "out.pdf", (2, 3))
    assert len(document) == 2
    assert steps[-1] == (2, 2)
    document.close()


def test_a_print_can_be_stopped(qapp, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        printing.print_pdf(paper(A4, A4), printer, progress)


def test_a_pc_without_printers_is_told_what_to_do(qapp):
    with pytest.raises(NotFound, match="没有装打印机"):
        printing.choose_printer(None, "户卡", 1)


def test_one_turns_pages_and_zooms(qtbot, look):
    preview = Preview(look)
    qtbot.addWidget(preview)
    preview.resize(700, 600)
    preview.show()
    preview.show_pdf(paper(A4, landscape(A4)))
    assert preview._where.text() == "第 1 页，共 2 页"
    assert preview._scale.text().startswith("整页 ")
    sheet = preview._sheet._image.deviceIndependentSize()
    area = preview._area.viewport().size()
    assert sheet.height() <= area.height()
    assert sheet.width() / sheet.height() == pytest.approx(210 / 297, abs=0.01)
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    preview._area.setFocus()
    qtbot.keyClick(preview._area, Qt.Key.Key_PageDown)
    assert preview.page == 1
    assert not preview._on.isEnabled()
    preview.zoom(1.0)
    assert preview._sheet._image.width() == pytest.approx(297 / 25.4 * 96, abs=2)
    qtbot.mouseClick(preview._larger, Qt.MouseButton.LeftButton)
    assert preview._scale.text() == "125%"


def test_a_damaged_file_is_refused_in_words(qtbot, look):
    preview = Preview(look)
    qtbot.addWidget(preview)
    with pytest.raises(Damaged, match="打不开"):
        preview.show_pdf(b"%PDF-1.7 nothing")
