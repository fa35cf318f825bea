"""What other pages hand to the page of households."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Turn: TypeAlias = Literal["away", "death"]


@dataclass(frozen=True, slots=True)
class TurnOf:
    """Begin the form of somebody who moves away (迁出) or has died (去世)."""

    turn: Turn
    household_id: bytes
    person_id: bytes
