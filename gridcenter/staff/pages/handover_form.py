"""The form of a handover: to one successor, or dealt out line by line."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from gridcenter.access.actors import Actor
from gridcenter.base.periods import today
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField
from gridcenter.desk.form_grid import Ask, Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row, rule
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.pages.pickers import PersonField
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.posts import take_person
from gridcenter.staff.records import Handover
from gridcenter.staff.services.handing_over import Fate, HandoverEntry, InHand
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import HeldThing

MOST_LINES = 30
"""A kind with more things is dealt out as a whole."""
_FATES = ((None, "移交"), ("keep", "本人继续"), ("wait", "暂时没人接"))
_FATE, _WHO = 124, 220


class HandoverFields:
    """The fields of one person's handover, laid into a form."""

    def __init__(self, desk: Desk, known: InHand) -> None:
        self._desk = desk
        self._lines: list[tuple[str, str, HeldThing | None]] = []
        self._slots: list[Slot] = []
        self.head = record_grid(desk, label=84)
        self.head.declare(
            PostHolding,
            Ask("person_id", label="接手人", hint="交给一个人；分给几个人的在下面选", required=False),
        )
        self.head.declare(Person, Ask("phone", label="接手人电话", hint="新来的人才要填"))
        self.head.declare(Handover, "since", "witness", "reason")
        self.head.put({"since": today() + timedelta(days=1)})
        self._parts = [part for one, things in known for part in self._kind(one.title, things)]

    def lay_into(self, form: FormDialog) -> None:
        """Put head and lines into the body of the form."""
        form.add(self.head, rule(), *self._parts)
        form.adopt(*self._slots)

    def entry(
        self, session: WriteSession, actor: Actor, person_id: bytes, filled: Filled
    ) -> HandoverEntry:
        """Return what the form says; whoever is new is entered."""
        successor = self._taker(session, actor, filled, "person_id", filled.text("phone"))
        usual = Fate(successor)
        fates: dict[bytes, Fate] = {}
        of_kind: dict[str, Fate] = {}
        for key, kind, thing in self._lines:
            fate = self._fate(session, actor, filled, key, usual)
            if thing is None:
                of_kind[kind] = fate
            else:
                fates[thing.id] = fate
        return HandoverEntry(
            person_id, filled.day("since"), usual, fates, of_kind,
            filled.text("witness"), filled.text("reason"),
        )  # fmt: skip

    def _fate(
        self, session: WriteSession, actor: Actor, filled: Filled, key: str, usual: Fate
    ) -> Fate:
        said = filled.text(f"fate_{key}")
        if said:
            return Fate(kept=said == "keep")
        own = self._taker(session, actor, filled, f"who_{key}", "")
        return Fate(own) if own else usual

    def _taker(
        self, session: WriteSession, actor: Actor, filled: Filled, key: str, phone: str
    ) -> bytes | None:
        said = filled.record_or_words(key)
        return take_person(session, actor, said, phone).id if said else None

    def _kind(self, kind: str, things: Sequence[HeldThing]) -> list[QWidget]:
        head = words(f"{kind}　{len(things)} 项", "head")
        if len(things) > MOST_LINES:
            return [head, self._line(kind, "全部", f"{len(things)} 项一起交接", None)]
        return [head, *(self._line(kind, thing.words, thing.place, thing) for thing in things)]

    def _line(self, kind: str, what: str, where: str, thing: HeldThing | None) -> QWidget:
        key = str(len(self._lines))
        self._lines.append((key, kind, thing))
        label = f"{where}{what}"
        fate = Slot(
            self._desk.look, f"fate_{key}", f"{label}怎么办",
            ChoiceField(Choice(f"{label}怎么办", _FATES, width=_FATE)), apart=True,
        )  # fmt: skip
        field = PersonField(self._desk)
        field.setPlaceholderText("同上面的接手人")
        field.setFixedWidth(_WHO)
        who = Slot(self._desk.look, f"who_{key}", f"{label}的接手人", field, apart=True)
        self._slots += [fate, who]
        said = column(words(what), *([words(where, "note")] if where else []), gap=0)
        return block(column(row((said, 1), fate, who), who.error_line, gap=4))
