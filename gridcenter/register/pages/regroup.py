"""The people of a household in a form: who goes, and the relation of each to the head.

Whoever is made 户主 heads the group; the relations of the others follow from it, as a proposal.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridcenter.base.periods import age
from gridcenter.codes.tables import Codes
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import TickField
from gridcenter.desk.form_grid import Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import Item, block, column, row
from gridcenter.desk.picking import PickField
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import Elided, words
from gridcenter.register.codes import RELATION, SEX
from gridcenter.register.kinship import HEAD, Kin, next_head, proposed
from gridcenter.register.services.stays import Living

_WAS, _TICK, _RELATION = 84, 110, 150


class Regroup:
    """Lines of people: name, relation as it is, a tick for those who go, relation as it will be.

    `going`: what the tick says; "" when nobody goes. `apart`: those who go found a group of their
    own, whose relations are asked too.
    """

    def __init__(self, desk: Desk, *, going: str = "", apart: bool = False) -> None:
        with desk.database.read() as session:
            self._relations = Codes.load(session, RELATION)
        self._desk, self._going, self._apart = desk, going, apart
        self._form: FormDialog | None = None
        self._people: dict[bytes, Living] = {}
        self._strange: set[bytes] = set()
        self._ticks: dict[bytes, Slot] = {}
        self._picks: dict[bytes, Slot] = {}
        self._heads: dict[bool, bytes] = {}
        self._by_hand: set[bytes] = set()
        self._busy = False
        self._space: QVBoxLayout = column(gap=6)

    def lay_into(self, form: FormDialog, title: str = "家庭成员") -> None:
        """Put the heading and the lines into a form."""
        self._form = form
        heads: list[Item] = [(words("姓名", "note"), 1), words("原来的关系", "note", width=_WAS)]
        heads += [words("", width=_TICK)] if self._going else []
        heads += [words("与户主关系", "note", width=_RELATION)]
        form.add(words(title, "head"), block(row(*heads)), self._space)

    def show(self, people: Iterable[Living], *, strange: bool = False, ticked: bytes | None = None) -> None:
        """Add lines for people; `strange` ones had another head, so their relations are unknown."""
        for one in people:
            if one.person not in self._people:
                self._people[one.person] = one
                self._strange |= {one.person} if strange else set()
                self._add(one)
        if ticked in self._ticks:
            self._ticks[ticked].field.put(True)
        self._propose()

    def hide(self) -> None:
        """Take the strange people out again: another household was chosen."""
        for person in self._strange:
            self._people.pop(person, None)
            slot = self._picks.pop(person, None)
            if slot is not None:
                slot.field.put(None)
                frame = slot.parentWidget()
                if frame is not None:
                    frame.hide()
        self._strange = set()
        self._heads = {}

    def people(self, filled: Filled) -> list[bytes]:
        """Return those who go."""
        return [one for one in self._ticks if filled.values.get(f"go_{one.hex()}")]

    def relations(self, filled: Filled) -> dict[bytes, str]:
        """Return the relation of everybody who is asked for one."""
        chosen = {one: filled.text(f"relation_{one.hex()}") for one in self._people}
        return {one: relation for one, relation in chosen.items() if relation}

    def _add(self, one: Living) -> None:
        look, key = self._desk.look, one.person.hex()
        who = "　".join(filter(None, (one.name, SEX.words.get(one.sex, ""), _years(one))))
        pick = PickField(look, list(self._relations.words.items()), "与户主关系")
        pick.setFixedWidth(_RELATION)
        slot = Slot(look, f"relation_{key}", f"{one.name}与户主关系", pick, apart=True)
        slot.field.changed.connect(partial(self._picked, one.person))
        self._picks[one.person] = slot
        was = words(self._relations.word(one.relation) or "没有填", "second", width=_WAS)
        parts: list[QWidget] = [slot]
        slots = [slot]
        if self._going:
            tick = TickField(self._going)
            tick.setFixedWidth(_TICK)
            ticked = Slot(look, f"go_{key}", f"{one.name}{self._going}", tick)
            ticked.field.changed.connect(lambda *_on: self._propose())
            self._ticks[one.person] = ticked
            parts.insert(0, ticked)
            slots.insert(0, ticked)
        self._space.addWidget(block(column(row((Elided(who), 1), was, *parts), slot.error_line, gap=2)))
        if self._form is not None:
            self._form.adopt(*slots)

    def _picked(self, person: bytes, value: object = None) -> None:
        if self._busy or value is None:
            return
        group = self._group(person)
        if value == HEAD:
            self._heads[group] = person
            self._by_hand -= {one for one in self._people if self._group(one) == group}
            self._propose()
        else:
            self._by_hand.add(person)

    def _group(self, person: bytes) -> bool:
        return bool(person in self._ticks and self._ticks[person].field.value())

    def _propose(self) -> None:
        """Fill in what follows from the heads, except where somebody chose by hand."""
        self._busy = True
        for going in (False, True):
            group = [one for one in self._people if self._group(one) == going]
            asked = not going or self._apart
            relations = self._told(group, going=going) if asked else {}
            for one in group:
                slot = self._picks[one]
                slot.field.widget.setEnabled(asked)
                if not asked:
                    slot.field.put(None)
                elif one not in self._by_hand:
                    slot.field.put(relations.get(one))
        self._busy = False

    def _told(self, group: Sequence[bytes], *, going: bool) -> dict[bytes, str]:
        kin = {
            one: Kin("other", self._people[one].sex) if one in self._strange else self._people[one].kin
            for one in group
        }
        head = self._heads.get(going)
        head = head if head in kin else next_head(kin)
        return proposed(kin, head) if head is not None else {}


def _years(one: Living) -> str:
    return f"{age(one.birth)} 岁" if one.birth else ""
