"""What this machine remembers of the window: geometry, widths, orders; no record's data."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QSettings


class Memory:
    """A small file of the machine; what is not there or not readable is simply forgotten."""

    def __init__(self, path: Path, prefix: str = "") -> None:
        self._path, self._prefix = path, prefix
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def of(self, login: str) -> "Memory":
        """Return what the machine remembers for one account only; the file does not name it."""
        return Memory(self._path, f"account-{sha256(login.encode()).hexdigest()[:12]}/")

    def recall(self, key: str) -> dict[str, str]:
        """Return what was kept under a key."""
        self._file.beginGroup(self._prefix + key)
        found = {name: str(self._file.value(name)) for name in self._file.childKeys()}
        self._file.endGroup()
        return found

    def keep(self, key: str, values: dict[str, str]) -> None:
        """Keep these instead of what was kept under the key."""
        self._file.remove(self._prefix + key)
        self._file.beginGroup(self._prefix + key)
        for name, value in values.items():
            self._file.setValue(name, value)
        self._file.endGroup()
        self._file.sync()

    def forget(self, key: str) -> None:
        """Forget what was kept under a key and under all below it."""
        self._file.remove(self._prefix + key)
        self._file.sync()
