"""The window: opens a data folder, or sets one up, and shows its pages."""

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gridcenter.app.machine import enlarge
from gridcenter.app.program import Program
from gridcenter.desk.theme import load_fonts
from gridcenter.desk.watch import Watch

__all__ = ["dress", "run"]


def run(folder: Path) -> int:
    """Show the window of a data folder until it is closed; returns the exit status."""
    enlarge(folder)
    app = QApplication(sys.argv[:1])
    dress(app)
    program = Program(app, folder)
    watch = Watch(folder)
    watch.caught.connect(program.say_fault)
    watch.begin()
    watch.watch_death()
    app.aboutToQuit.connect(program.end)
    program.begin()
    status = app.exec()
    watch.end()
    return status


def dress(app: QApplication) -> None:
    """Give Qt its fonts and its Chinese words for the boxes it makes by itself."""
    app.setApplicationName("gridcenter")
    app.setApplicationDisplayName("网格中心")
    load_fonts()
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
