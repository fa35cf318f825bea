"""What the page of accounts may do, done by the office that is open."""

from collections.abc import Sequence

from gridcenter import office as offices
from gridcenter.desk.tree_picker import Node
from gridcenter.office import Office
from gridcenter.register.pages.pickers import UNIT_LEVELS, unit_nodes


class AccountDoings:
    """The verbs of the page of accounts."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def add(self, login: str, name: str, role: str, area: bytes | None, password: str) -> None:
        """Add an account."""
        offices.add_account(
            self._office, login=login, name=name, role=role, area=area, password=password
        )

    def change(self, account: bytes, role: str, area: bytes | None) -> None:
        """Give an account another role and area."""
        offices.change_account(self._office, account, role=role, area=area)

    def reset(self, account: bytes, password: str) -> None:
        """Give an account another password."""
        offices.reset_password(self._office, account, password)

    def close(self, account: bytes) -> None:
        """Close an account."""
        offices.close_account(self._office, account)

    def reopen(self, account: bytes, password: str) -> None:
        """Open a closed account again."""
        offices.reopen_account(self._office, account, password)


def account_areas(office: Office) -> Sequence[Node]:
    """Return the units that can be an account's area."""
    with office.database.read() as session:
        return unit_nodes(session, ("station", *UNIT_LEVELS))
