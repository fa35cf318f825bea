"""The handover (工作交接): all that somebody has in hand goes to others from a day on, in one act."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import day_words, refuse_odd_day
from gridcenter.register.records import Person
from gridcenter.staff.records import Handover, HandoverLine
from gridcenter.store.capture import WriteSession
from gridcenter.wing.holdings import HeldThing, Holding, Passing

_FEW = 3
_LONGEST, _LONGEST_PLACE = 200, 100


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a thing: a successor takes it, or it is `kept`, or it waits for somebody."""

    successor_id: bytes | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class HandoverEntry:
    """What the form says: `fate` is that of everything that `fates` (by thing) and `of_kind` leave out."""

    person_id: bytes
    since: date
    fate: Fate
    fates: Mapping[bytes, Fate] = field(default_factory=dict)
    of_kind: Mapping[str, Fate] = field(default_factory=dict)
    witness: str = ""
    reason: str = ""

    def fate_of(self, kind: str, thing: HeldThing) -> Fate:
        """Return what becomes of one thing."""
        return self.fates.get(thing.id) or self.of_kind.get(kind) or self.fate


InHand = Sequence[tuple[Holding, Sequence[HeldThing]]]


def in_hand(
    session: Session, holdings: Sequence[Holding], person_id: bytes, day: date
) -> InHand:
    """Return what somebody has in hand on a day, by kind; kinds with nothing are left out."""
    found = ((one, one.find(session, [person_id], day).get(person_id, ())) for one in holdings)
    return [(one, one.load(session, ids)) for one, ids in found if ids]


def hand_all_over(
    session: WriteSession, actor: Actor, holdings: Sequence[Holding], entry: HandoverEntry
) -> Handover:
    """Hand on all that somebody has in hand; what nobody takes needs a reason.

    The handover and its lines are kept, for the list that the three sign.
    """
    actor.require(Right.STRUCTURE)
    refuse_odd_day(entry.since, "since", recent=True)
    person = session.get(Person, entry.person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    handed = [
        (one, thing, fate)
        for one, things in in_hand(session, holdings, person.id, entry.since)
        for thing in things
        if not (fate := entry.fate_of(one.title, thing)).kept
    ]
    _refuse(entry, person, handed)
    _refuse_dead(session, handed)
    made = Handover(
        person_id=person.id, since=entry.since, witness=entry.witness.strip() or None,
        reason=entry.reason.strip() or None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _keep_lines(session, made, handed)
    _carry_out(session, actor, entry, handed)
    return made


_Handed = Sequence[tuple[Holding, HeldThing, Fate]]


def _refuse(entry: HandoverEntry, person: Person, handed: _Handed) -> None:
    if not handed:
        raise RuleBroken("since", f"{person.name}从这一天起没有要移交的事项，不用交接")
    if any(fate.successor_id == person.id for _one, _thing, fate in handed):
        raise RuleBroken("person_id", "接手人就是移交人自己，请另选一个人")
    waiting = [thing for _one, thing, fate in handed if fate.successor_id is None]
    if waiting and not entry.reason.strip():
        named = "、".join(" ".join(filter(None, (one.place, one.words))) for one in waiting[:_FEW])
        more = f"等 {len(waiting)} 项" if len(waiting) > _FEW else ""
        raise RuleBroken("reason", f"{named}{more}没有接手人。请选接手人，确实没人接的写明原因")


def _refuse_dead(session: Session, handed: _Handed) -> None:
    for taker in dict.fromkeys(fate.successor_id for _one, _thing, fate in handed if fate.successor_id):
        person = session.get(Person, taker)
        if person is None or person.died is not None:
            said = f"{person.name}已于{day_words(person.died)}去世" if person else "接手人已经不在名册里"
            raise RuleBroken("person_id", f"{said}，不能接手，请另选一个人")


def _keep_lines(session: WriteSession, made: Handover, handed: _Handed) -> None:
    for position, (one, thing, fate) in enumerate(handed):
        session.add(
            HandoverLine(
                handover_id=made.id, position=position, kind=one.title, words=thing.words[:_LONGEST],
                place=thing.place[:_LONGEST_PLACE] or None, held_since=thing.since,
                successor_id=fate.successor_id,
            )
        )  # fmt: skip
    session.flush()


def _carry_out(
    session: WriteSession, actor: Actor, entry: HandoverEntry, handed: _Handed
) -> None:
    ids: dict[tuple[str, bytes | None], list[bytes]] = defaultdict(list)
    kinds = {one.title: one for one, _thing, _fate in handed}
    for one, thing, fate in handed:
        ids[one.title, fate.successor_id].append(thing.id)
    for (title, successor), things in ids.items():
        one = kinds[title]
        if successor is not None:
            one.pass_on(session, actor, Passing(entry.person_id, successor, entry.since, things))
        elif one.let_go is not None:
            one.let_go(session, actor, things, entry.since)
