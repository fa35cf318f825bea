"""What relation people have to a new head of the household, told from their relations to the old one.

Only what follows for certain, or nearly so, is proposed; everything else is 其他, and always editable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEAD, OTHER = "head", "other"
_MALE, _FEMALE = "1", "2"
_CHILDREN = ("son", "daughter")
_WED = {"son": "daughter_in_law", "daughter": "son_in_law"}
_WED_TO = {wed: child for child, wed in _WED.items()}
_PARENTS = ("father", "mother")
_SIBLINGS = ("brother", "sister")
_GRANDCHILDREN = ("grandson", "granddaughter")
_GRANDPARENTS = ("grandfather", "grandmother")
_MEN = {"father", "son", "son_in_law", "grandson", "grandfather", "brother"}
_WOMEN = {"mother", "daughter", "daughter_in_law", "granddaughter", "grandmother", "sister"}


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of a household: relation to the head there was, and sex."""

    relation: str
    sex: str = ""

    @property
    def man(self) -> bool | None:
        """Whether it is a man, as far as relation or sex tell."""
        if self.sex in {_MALE, _FEMALE}:
            return self.sex == _MALE
        return self.relation in _MEN if self.relation in _MEN | _WOMEN else None


def by_sex(pair: Sequence[str], one: Kin) -> str:
    """Return the male or the female word, 其他 where the sex is unknown."""
    return OTHER if one.man is None else pair[0] if one.man else pair[1]


def proposed(household: Mapping[bytes, Kin], head: bytes) -> dict[bytes, str]:
    """Return the relation of everybody to the new head, by id; the new head is among them."""
    chief = household[head]
    if chief.relation == HEAD:
        return {one: kin.relation or OTHER for one, kin in household.items()}
    counts: dict[str, int] = {}
    for kin in household.values():
        counts[kin.relation] = counts.get(kin.relation, 0) + 1
    lone = sum(counts.get(child, 0) for child in _CHILDREN) <= 1
    return {
        one: HEAD if one == head else _to(chief, kin, lone=lone) for one, kin in household.items()
    }


def _to(chief: Kin, one: Kin, *, lone: bool) -> str:
    """Return the relation of one to the new head; `lone`: the old head has a single child here."""
    new = chief.relation
    if new in _CHILDREN:
        return _of_child(chief, one, lone=lone)
    if new in _WED_TO:
        return _of_child_in_law(new, one, lone=lone)
    if new in _GRANDCHILDREN:
        return _of_grandchild(one, lone=lone)
    others = {"spouse": _of_spouse, "father": _of_father, "mother": _of_parent}
    others |= dict.fromkeys(_SIBLINGS, _of_sibling) | dict.fromkeys(_GRANDPARENTS, _of_grandparent)
    return others[new](one) if new in others else OTHER


def _of_sibling(one: Kin) -> str:
    if one.relation == HEAD:
        return by_sex(_SIBLINGS, one)
    return one.relation if one.relation in (*_SIBLINGS, *_PARENTS, *_GRANDPARENTS) else OTHER


def _of_grandparent(one: Kin) -> str:
    return by_sex(_GRANDCHILDREN, one) if one.relation == HEAD else OTHER


def _of_spouse(one: Kin) -> str:
    if one.relation == HEAD:
        return "spouse"
    below = (*_CHILDREN, *_WED_TO, *_GRANDCHILDREN)
    return one.relation if one.relation in below else OTHER


def _of_child(chief: Kin, one: Kin, *, lone: bool) -> str:
    if one.relation in {HEAD, "spouse"}:
        return by_sex(_PARENTS, one)
    if one.relation in _CHILDREN:
        return by_sex(_SIBLINGS, one)
    if one.relation in _PARENTS:
        return by_sex(_GRANDPARENTS, one)
    if lone and one.relation == _WED.get(chief.relation):
        return "spouse"
    if lone and one.relation in _GRANDCHILDREN:
        return by_sex(_CHILDREN, one)
    return OTHER


def _of_father(one: Kin) -> str:
    return by_sex(_PARENTS, one) if one.relation in _GRANDPARENTS else _of_parent(one)


def _of_parent(one: Kin) -> str:
    if one.relation == HEAD or one.relation in _SIBLINGS:
        return by_sex(_CHILDREN, one)
    if one.relation == "spouse":
        return by_sex(("son_in_law", "daughter_in_law"), one)
    if one.relation in _CHILDREN:
        return by_sex(_GRANDCHILDREN, one)
    return "spouse" if one.relation in _PARENTS else OTHER


def _of_child_in_law(new: str, one: Kin, *, lone: bool) -> str:
    if not lone:
        return OTHER
    if one.relation == _WED_TO[new]:
        return "spouse"
    return by_sex(_CHILDREN, one) if one.relation in _GRANDCHILDREN else OTHER


def _of_grandchild(one: Kin, *, lone: bool) -> str:
    if one.relation in {HEAD, "spouse"}:
        return by_sex(_GRANDPARENTS, one)
    if lone and (one.relation in _CHILDREN or one.relation in _WED_TO):
        return by_sex(_PARENTS, one)
    if lone and one.relation in _GRANDCHILDREN:
        return by_sex(_SIBLINGS, one)
    return OTHER


def next_head(household: Mapping[bytes, Kin]) -> bytes | None:
    """Return who would head a household: its head, else the spouse, a child, whoever stands first."""
    order = (HEAD, "spouse", *_CHILDREN, *_PARENTS, *_WED_TO)
    for relation in order:
        for one, kin in household.items():
            if kin.relation == relation:
                return one
    return next(iter(household), None)
