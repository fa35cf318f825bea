"""The switch between the grid sets, there only where the office has more than one."""

from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.services.sets import grid_sets

_TABLE = "grid_set"


class SetChoice(Choice):
    """Which set a page shows; `main` as long as there is no other."""

    def __init__(self, desk: Desk, *, others: bool = False) -> None:
        super().__init__("网格体系", width=130)
        self._desk, self._others, self._shown = desk, others, object()
        self.look_again()
        desk.changes.touched.connect(self._touched)

    @property
    def key(self) -> str:
        """The key of the set chosen."""
        return str(self.value or MAIN_SET)

    def _touched(self, tables: frozenset[str]) -> None:
        if _TABLE in tables:
            self.look_again()

    def look_again(self) -> None:
        """Read which sets there are; what was chosen stays chosen."""
        with self._desk.database.read() as session:
            found = [one for one in grid_sets(session) if one.key != MAIN_SET or not self._others]
        if self._shown == found:
            return
        kept, self._shown = self.value, found
        self.blockSignals(True)
        self.clear()
        for one in found:
            self.addItem(f"{one.name}网格", one.key)
        self.choose(kept if any(one.key == kept for one in found) else next((one.key for one in found), None))
        self.blockSignals(False)
        if len(found) <= (0 if self._others else 1):
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
