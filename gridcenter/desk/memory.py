"""What this machine remembers of the window: geometry, widths, orders; no record's data."""

from pathlib import Path

from PySide6.QtCore import QSettings


class Memory:
    """A small file of the machine; what is not there or not readable is simply forgotten."""

    def __init__(self, path: Path) -> None:
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def recall(self, key: str) -> dict[str, str]:
        """Return what was kept under a key."""
        self._file.beginGroup(key)
        found = {name: str(self._file.value(name)) for name in self._file.childKeys()}
        self._file.endGroup()
        return found

    def keep(self, key: str, values: dict[str, str]) -> None:
        """Keep these instead of what was kept under the key."""
        self._file.remove(key)
        self._file.beginGroup(key)
        for name, value in values.items():
            self._file.setValue(name, value)
        self._file.endGroup()
        self._file.sync()
