"""Finding villages and grids by the names that spreadsheets use for them."""

from collections import defaultdict

from sqlalchemy.orm import Session

from gridcenter.register.records import Unit, Village
from gridcenter.register.services.structure import Tree, Villages


class Places:
    """The villages and the present tree, looked up by name."""

    def __init__(self, session: Session) -> None:
        self._villages = Villages.load(session)
        self.tree = Tree.load(session)
        self._of_village: dict[bytes, list[Unit]] = defaultdict(list)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.tree.units:
            if unit.until is None:
                self._by_name[unit.name].append(unit)
                if unit.village_id is not None:
                    self._of_village[unit.village_id].append(unit)
        self._found: dict[tuple[bytes | None, str], Unit | None] = {}

    def village(self, name: str) -> Village | None:
        """Return the village a name means; None when there is none, or when it may mean several."""
        return self._villages.find(name) if name else None

    def unit(self, name: str, village: Village | None) -> Unit | None:
        """Return the grid a name means: in the village if it is known, exactly or by its ending."""
        if not name:
            return None
        key = (village.id if village else None, name)
        if key not in self._found:
            self._found[key] = self._look(name, village)
        return self._found[key]

    def _look(self, name: str, village: Village | None) -> Unit | None:
        units = self._of_village[village.id] if village else self._by_name[name]
        exact = [unit for unit in units if unit.name == name]
        if len(exact) == 1 or not village:
            return exact[0] if len(exact) == 1 else None
        alike = [u for u in units if u.name.endswith(name) or name.endswith(u.name)]
        return exact[0] if exact else alike[0] if len(alike) == 1 else None

    def only_grid(self, village: Village) -> Unit | None:
        """Return the village's grid when it has exactly one."""
        grids = [unit for unit in self._of_village[village.id] if unit.level == "grid"]
        return grids[0] if len(grids) == 1 else None

    def village_of(self, unit: Unit | None) -> Village | None:
        """Return the village a grid lies in."""
        return self._villages.by_id.get(unit.village_id) if unit and unit.village_id else None
