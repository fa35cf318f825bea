"""What an account may not do is not offered to it; the services refuse it as well."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.list_def import ListDef


class _Ruled(Protocol):
    @property
    def right(self) -> Right | None: ...


A = TypeVar("A", bound=_Ruled)
Row = TypeVar("Row")


def allowed(actor: Actor, acts: Iterable[A]) -> list[A]:
    """Leave out the acts whose right the account has not."""
    return [act for act in acts if act.right is None or actor.may(act.right)]


def allowed_list(actor: Actor, spec: ListDef[Row]) -> ListDef[Row]:
    """Return the list with the acts that the account may do, and the hints at their keys."""
    acts = allowed(actor, spec.acts)
    gone = {act.keys for act in spec.acts if act.keys and act not in acts}
    gone |= set() if actor.may(spec.right) else {"Ctrl+P"}
    hints = [hint for hint in spec.keys.split("　") if hint.partition(" ")[0] not in gone]
    empty_act = spec.empty_act if spec.empty_act and allowed(actor, [spec.empty_act]) else None
    return replace(
        spec, acts=acts, row_acts=allowed(actor, spec.row_acts), empty_act=empty_act,
        keys="　".join(hints),
    )  # fmt: skip


def allowed_drawer(actor: Actor, spec: DrawerDef) -> DrawerDef:
    """Return the drawer with the acts that the account may do; what it may not see stays masked."""
    facts = [
        fact if fact.reveal is None or allowed(actor, [fact.reveal]) else replace(fact, reveal=None)
        for fact in spec.facts
    ]
    return replace(spec, acts=allowed(actor, spec.acts), facts=facts)
