"""One page of the manual on the screen: Markdown in the faces and colours of the desk."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import TYPE

_LINE = 155.0
"""Height of a line in percent: Chinese needs air."""
_MARGIN = 28
_HEADINGS = {1: "t_page", 2: "t_head", 3: "t_body"}
_ABOVE, _BELOW = 14, 6


class Reader(QTextBrowser):
    """Pictures as wide as the page, of the theme that is worn; no synthetic bold."""

    widened = Signal()
    """Whoever fills it must fill it again: the pictures have another size."""

    def __init__(self, look: Look, folder: Path) -> None:
        super().__init__()
        self._look, self._folder, self._width = look, folder, 0
        self.setObjectName("reader")
        self.setOpenLinks(False)
        self.setAccessibleName("操作手册正文")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_text(self, text: str) -> None:
        """Show Markdown."""
        document = QTextDocument(self)
        document.setDefaultFont(self._look.font())
        document.setDocumentMargin(_MARGIN)
        document.setBaseUrl(QUrl.fromLocalFile(f"{self._folder}/"))
        document.setMarkdown(text)
        for block in _blocks(document):
            self._dress(document, block)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        self.setDocument(document)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return the picture, never wider than the page."""
        file = self._of_theme(Path(QUrl(name).toLocalFile()))
        picture = QImage(str(file))
        if picture.isNull():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        bar = self.verticalScrollBar().sizeHint().width()
        room = int((self.width() - bar - 2 * _MARGIN - 4) * ratio)
        if picture.width() > room > 0:
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures into another width."""
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            self.widened.emit()

    def _of_theme(self, file: Path) -> Path:
        dark = file.with_name(f"{file.stem}-dark{file.suffix}")
        return dark if self._look.dark and dark.exists() else file

    def _dress(self, document: QTextDocument, block: QTextBlock) -> None:
        level, fragments = block.blockFormat().headingLevel(), _fragments(block)
        pictured = any(fragment.charFormat().isImageFormat() for fragment in fragments)
        spaced = QTextBlockFormat()
        if pictured:
            spaced.setTopMargin(_BELOW)
            spaced.setBottomMargin(_ABOVE)
        else:
            spaced.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if level:
            spaced.setTopMargin(_ABOVE if level > 1 else 0)
            spaced.setBottomMargin(_BELOW)
        QTextCursor(block).mergeBlockFormat(spaced)
        for fragment in fragments:
            shown = fragment.charFormat()
            if shown.isImageFormat():
                continue
            self._dress_words(shown, level)
            at = QTextCursor(document)
            at.setPosition(fragment.position())
            at.setPosition(
                fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
            )
            at.setCharFormat(shown)

    def _dress_words(self, shown: QTextCharFormat, level: int) -> None:
        if shown.isAnchor():
            shown.setForeground(QBrush(self._look.colour("accent_text")))
        if level or shown.fontWeight() > QFont.Weight.Medium:
            shown.setFontWeight(QFont.Weight.Medium)
        if level:
            shown.clearProperty(QTextCharFormat.Property.FontSizeAdjustment.value)
            shown.setProperty(
                QTextCharFormat.Property.FontPixelSize.value, TYPE[_HEADINGS.get(level, "t_body")]
            )

    def _dress_table(self, table: QTextTable) -> None:
        ruled = table.format()
        ruled.setBorder(1)
        ruled.setBorderCollapse(True)
        ruled.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        ruled.setBorderBrush(QBrush(self._look.colour("line_strong")))
        ruled.setCellPadding(6)
        table.setFormat(ruled)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    found, walk = [], block.begin()
    while not walk.atEnd():
        found.append(walk.fragment())
        walk += 1
    return found
