"""Choosing a household, a grid, a person, a word of a code table."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.desk.desk import Desk
from gridcenter.desk.filters import Filter
from gridcenter.desk.offers import Offer
from gridcenter.desk.picking import LookUpField, NameField, NewOrKnownField, PickField
from gridcenter.desk.tree_field import TreeField
from gridcenter.desk.tree_picker import Node
from gridcenter.register.codes import LEVELS
from gridcenter.register.services.grids import places, village_options
from gridcenter.register.services.homes import Home, find_homes, home
from gridcenter.register.services.lookups import Known, find_holders, find_people, known_person

UNIT_LEVELS = tuple(level for level in LEVELS if level in {"grid", "subgrid", "micro"})
"""The levels whose units people and matters belong to."""


class HouseholdField(LookUpField):
    """A household, found by the head's name, pinyin initials, telephone, or its number."""

    def __init__(self, desk: Desk) -> None:
        hint = "户主姓名、拼音首字母、电话或户号"
        super().__init__(desk, _find_homes, _known_home, hint, what="户")


class PersonField(NewOrKnownField):
    """Somebody of the register, or somebody new by name."""

    def __init__(self, desk: Desk, longest: int = 50) -> None:
        hint = "姓名、拼音首字母、电话或证件尾号"
        super().__init__(desk, _find_people, _known_person, hint, what="个人", longest=longest)


class ResidentField(LookUpField):
    """Somebody of the register, nobody new."""

    def __init__(self, desk: Desk, hint: str = "姓名、拼音首字母、电话或证件尾号") -> None:
        super().__init__(desk, _find_people, _known_person, hint, what="个人")


class HolderField(NameField):
    """The name of a visitor, mediator or inspector: those in a post are offered first."""

    def __init__(self, desk: Desk, longest: int = 50) -> None:
        hint = "姓名或拼音首字母"
        super().__init__(desk, _find_holders, _known_person, hint, what="个人", longest=longest)


def unit_field(desk: Desk, *levels: str, everything: str = "") -> TreeField:
    """Return a field that chooses a unit of these levels in the tree; `everything` says what none means."""
    with desk.database.read() as session:
        return TreeField(desk.look, "网格", unit_nodes(session, levels), everything)


def village_field(desk: Desk, hint: str = "") -> PickField:
    """Return a field that chooses a village."""
    with desk.database.read() as session:
        return PickField(desk.look, list(village_options(session)), hint)


def unit_nodes(session: Session, levels: Sequence[str]) -> list[Node]:
    """Return the tree above and with the units of these levels; only they may be chosen."""
    found = places(session, "station", *UNIT_LEVELS)
    wanted = [place for place in found if place.level in levels]
    above = {place.parent for place in wanted}
    return [
        Node(place.id, place.parent, place.name, offered=place.level in levels)
        for place in found
        if place.level in levels or place.id in above
    ]




def code_filter(
    desk: Desk,
    key: str,
    table: CodeTable,
    everything: str,
    width: int = 124,
) -> Filter:
    """Return a filter by the words of a code table."""
    with desk.database.read() as session:
        options = list(Codes.load(session, table).words.items())
    return Filter(key, table.title, [(None, everything), *options], width)


def _find_homes(session: Session, typed: str) -> list[Offer]:
    return [_home(each) for each in find_homes(session, typed)]


def _known_home(session: Session, household_id: bytes) -> Offer:
    return _home(home(session, household_id))


def _home(one: Home) -> Offer:
    return Offer(one.id, one.words)


def _find_people(session: Session, typed: str) -> list[Offer]:
    return [_person(each) for each in find_people(session, typed)]


def _find_holders(session: Session, typed: str) -> list[Offer]:
    return [_person(each) for each in find_holders(session, typed)]


def _known_person(session: Session, person_id: bytes) -> Offer:
    return _person(known_person(session, person_id))


def _person(one: Known) -> Offer:
    return Offer(one.id, one.name, one.note)
