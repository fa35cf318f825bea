"""Pictures of windows, for the manual and for looking at."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

WIDE, HIGH = 1366, 768


def photograph(widget: QWidget, path: Path, width: int = WIDE, height: int = HIGH) -> Path:
    """Show the widget at a size in logical pixels and save what is seen as PNG; raises OSError."""
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    if not picture.save(str(path), "PNG"):  # type: ignore[call-overload]
        raise OSError(f"图片存不到 {path}")
    return path
