"""Files on their way to be attached: dropped, pasted or chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from gridcenter.access.attachments import KINDS, Prepared, check_file, prepare
from gridcenter.base.errors import RuleBroken
from gridcenter.store.durable import disk_words

CHOOSE = "添加附件"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of this PC, or a picture that was pasted; read in the worker."""

    name: str
    path: Path | None = None
    data: bytes = b""

    def read(self) -> Prepared:
        """Read it and make it ready; raises RuleBroken("file"), StorageFailed."""
        if self.path is None:
            return prepare(self.name, self.data)
        with disk_words(self.path):
            check_file(self.name, self.path.stat().st_size)
            data = self.path.read_bytes()
        return prepare(self.name, data)


def takes(mime: QMimeData) -> bool:
    """Tell whether something dropped or pasted holds files or a picture."""
    return any(url.isLocalFile() for url in mime.urls()) or mime.hasImage()


def sources_of(mime: QMimeData) -> list[Source]:
    """Return the files, else the picture, that was dropped or pasted; RuleBroken("file") in words."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return sources_at(paths)
    picture = mime.imageData() if mime.hasImage() else None
    if not isinstance(picture, QImage) or picture.isNull():
        return []
    now = datetime.now().astimezone()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    name = f"截图 {now.month}月{now.day}日 {now:%H时%M分%S秒}.png"
    return [Source(name, data=bytes(buffer.data().data()))]


def sources_at(paths: Sequence[Path]) -> list[Source]:
    """Return files by their paths; what can be told before reading is refused: RuleBroken("file")."""
    for path in paths:
        if path.is_dir():
            raise RuleBroken("file", f"“{path.name}”是文件夹，请打开它，选里面的文件")
        with disk_words(path):
            check_file(path.name, path.stat().st_size)
    return [Source(path.name, path) for path in paths]


def choose_files(parent: QWidget) -> list[Path]:
    """Let the user choose files."""
    kinds = f"图片和文件 ({' '.join(f'*{kind}' for kind in KINDS)})"
    names, _kind = QFileDialog.getOpenFileNames(parent, CHOOSE, "", kinds)
    return [Path(name) for name in names]
