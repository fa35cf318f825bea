"""The camera: the window of the program as it stands, with all that lies over it."""

import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from gridcenter.app.machine import MEMORY
from gridcenter.app.program import Program
from gridcenter.app.window import Window
from gridcenter.base.periods import Month
from gridcenter.desk.buttons import Button
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.hints import Hints
from gridcenter.desk.ledger_page import LedgerPage
from gridcenter.desk.manual import Manual
from gridcenter.desk.search_popup import SearchPopup
from gridcenter.desk.shell import Shell
from gridcenter.desk.shots import HIGH, WIDE
from gridcenter.desk.tokens import LIGHT
from tests.scenes.day import TODAY
from tests.scenes.township import FOLDER, LOGIN, PASSWORD, ROOT

COLOURS = 256
PATIENCE = 60


class Camera:
    """Takes pictures by name; with names given, of those alone."""

    def __init__(self, app, theme, folder=ROOT / "build" / "shots-100", scale=1.0, wanted=()):
        self.app, self.theme, self.folder, self.wanted = app, theme, folder, wanted
        self.wide, self.high = round(WIDE / scale), round(HIGH / scale)
        self.tail = "" if theme is LIGHT else "-dark"
        self.taken: list[Path] = []
        self.program: Program | None = None

    @property
    def window(self) -> Window:
        return self.program.window

    @property
    def shell(self) -> Shell:
        return self.program.window.shell

    def wants(self, name: str) -> bool:
        """Tell whether a picture, or some whose names begin like this, are asked for."""
        return not self.wanted or any(name.startswith(one) or one.startswith(name) for one in self.wanted)

    def begin(self, folder: Path) -> QWidget:
        """Start the program as on its first day at this PC; returns what it shows."""
        (folder / MEMORY).unlink(missing_ok=True)
        self.program = Program(self.app, folder)
        self.program.machine.wear(self.theme.name)
        self.program.begin()
        return self.program.shown

    def open(self, folder: Path = FOLDER, *, hints: bool = False) -> Shell:
        """Start, log in, choose October; hints have been read, unless they are wanted."""
        self.begin(folder)
        if not hints:
            self.settle_hints()
        self.program.shown.submitted.emit(LOGIN, PASSWORD)
        self.settle()
        self.shell.resize(self.wide, self.high)
        self.shell.topbar.month.set_month(Month.of(TODAY).shift(-1))
        self.settle()
        return self.shell

    def end(self) -> None:
        """End the program; its window is gone before its timers ask for anything more."""
        self.program.end()
        self.program.shown.close()
        self.program.shown.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def settle_hints(self) -> None:
        """Put every hint away."""
        hints = Hints(self.program.memory.of(LOGIN))
        for chapter in Manual.shipped().chapters:
            hints.settle(chapter.key)

    def go(self, key: str, argument: object = None) -> QWidget:
        """Go to a page and wait until it is filled."""
        self.shell.go(key, argument)
        self.settle()
        return self.shell.page(key)

    def take(self, name: str, base: QWidget | None = None) -> None:
        """Take a window, that of the program unless another is given, and what lies over it."""
        self.settle()
        if self.wanted and not any(name.startswith(one) for one in self.wanted):
            return
        if base is None:
            base = self.program.shown
            base.showNormal()
            base.resize(self.wide, self.high)
            base.move(0, 0)
            self.settle()
        picture = base.grab()
        painter = QPainter(picture)
        for layer in _over(base):
            if isinstance(layer, QDialog) and not isinstance(layer, SearchPopup):
                painter.fillRect(picture.rect(), self.program.look.colour("scrim"))
            painter.drawPixmap(base.mapFromGlobal(layer.mapToGlobal(QPoint())), layer.grab())
        painter.end()
        path = self.folder / f"{name}{self.tail}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(str(path))
        self.keep(path)

    def keep(self, path: Path) -> None:
        """Keep 256 colours: the pictures of a calm page lose nothing."""
        plain = Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        plain.save(path, optimize=True)
        self.taken.append(path)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")  # noqa: T201

    def leave(self) -> None:
        """Shut all that lies over the window, nothing saved."""
        for layer in reversed(_over(self.program.shown)):
            if hasattr(layer, "_leave") and isinstance(layer, QDialog):
                layer._leave()
            elif isinstance(layer, QDialog):
                layer.reject()
            else:
                layer.close()
        self.settle()

    def drawer(self, key: str, row: int = 0) -> Drawer:
        """Open a record of a list; returns its drawer."""
        page = self.go(key)
        page.table.selectRow(row)
        self.settle()
        page.open_record(page.table.current)
        self.settle()
        return self.shell._drawers[key]

    def press(self, within: QWidget, text: str) -> None:
        """Press a button by its words."""
        named = [one for one in within.findChildren(Button) if one.accessibleName() == text]
        buttons = [one for one in named if one.parentWidget().isVisible()]
        if not buttons:
            raise LookupError(f"no button {text}")
        buttons[0].click()
        self.settle()

    def settle(self) -> None:
        """Let the worker finish and the window show it."""
        end, jobs = time.monotonic() + PATIENCE, self.program.jobs
        while time.monotonic() < end:
            self.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if not jobs._live and not self._goes_on():
                self.app.processEvents()
                if not jobs._live:
                    self._centre()
                    return
        raise SystemExit("worker did not come to rest")

    def _goes_on(self):
        """Tell whether the bell is about to count anew, or a ledger about to be drawn."""
        window = self.program.window
        if window is None:
            return False
        page = window.shell.page(window.shell.here) if window.shell.here else None
        waits = isinstance(page, LedgerPage) and page.isVisible() and page._stale
        return waits or window.waiting._rest.isActive()

    def _centre(self):
        """Put dialogs where a window manager puts them."""
        base = self.program.shown
        for layer in _over(base):
            if isinstance(layer, QDialog) and not isinstance(layer, SearchPopup):
                free = QPoint(base.width() - layer.width(), base.height() - layer.height())
                layer.move(base.mapToGlobal(free / 2))


def top_dialog(base: QWidget) -> QDialog:
    """Return the dialog on top of a window."""
    return [layer for layer in _over(base) if isinstance(layer, QDialog)][-1]


def _over(base):
    """Return what lies over a window, the lowest first: dialogs, then menus and sheets."""
    layers = [
        one for one in QApplication.topLevelWidgets()
        if one.isVisible() and one is not base and _depth(one, base) and one.windowTitle() != "操作手册"
    ]  # fmt: skip
    return sorted(layers, key=lambda one: (isinstance(one, QMenu), _depth(one, base)))


def _depth(layer, base):
    depth, here = 0, layer
    while here is not None and here is not base:
        depth, here = depth + 1, here.parentWidget()
    return depth if here is base else 0
