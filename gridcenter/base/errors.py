"""What may go wrong, in words for the person at the screen.

Anything that is not a GridCenterError is a fault of the program, not of its user.
"""


class GridCenterError(Exception):
    """Something the user can be told in one Chinese sentence and can act on."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class RuleBroken(GridCenterError):  # noqa: N818
    """What was entered breaks a rule of the work; `field` names the field to mend."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class NotAllowed(GridCenterError):  # noqa: N818
    """The account may not do this."""


class NotFound(GridCenterError):  # noqa: N818
    """There is no such record, file or place."""


class Busy(GridCenterError):  # noqa: N818
    """Somebody else holds the data folder."""


class Damaged(GridCenterError):  # noqa: N818
    """A file is damaged, foreign, or cannot be read."""


class StorageFailed(GridCenterError):  # noqa: N818
    """The disk is full, read-only or gone."""
