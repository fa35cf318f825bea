"""A drawer by declaration: what a wing says of a record, and the drawer made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.access.attachments import attachments_of, count_attachments, right_over
from gridcenter.access.field_words import FieldWords
from gridcenter.desk.attach_tab import AttachTab
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.drawer_parts import Due, Event, Fact, Go, due_box, event_list, fact_list
from gridcenter.desk.history import Deed, Kept, deeds
from gridcenter.desk.history_tab import HistoryTab
from gridcenter.desk.page import Act
from gridcenter.desk.words import words
from gridcenter.store.attachments import Attachment
from gridcenter.store.records import Record, field_info


@dataclass(frozen=True, slots=True)
class Related:
    """A tab of records that belong to this one, newest first; the tab counts them."""

    title: str
    events: Sequence[Event]
    head: str = ""
    empty: str = ""
    """Said where there are none; 还没有 and the title else."""


@dataclass(frozen=True, kw_only=True)
class DrawerDef:
    """What is shown of one record; empty facts are left out."""

    name: str
    beside: str = ""
    """Written beside the name: 女　39 岁."""
    place: str = ""
    kind: str | Chip = ""
    """What sort of record it is, or its state as a chip."""
    tab: str = "详情"
    story: str = ""
    facts: Sequence[Fact] = ()
    label: int = 70
    due: Sequence[Due] = ()
    parts: Sequence[QWidget] = ()
    related: Sequence[Related] = ()
    tabs: Mapping[str, Sequence[QWidget]] | None = None
    """Tabs of the wing's own making."""
    record: Kept | None = None
    """The record itself: history and attachments are its own."""
    along: Sequence[Kept] = ()
    """Records whose history is told with it."""
    acts: Sequence[Act] = ()


def make_drawer(session: Session, desk: Desk, actor: Actor, spec: DrawerDef, go: Go) -> Drawer:
    """Lay a drawer out; attachments and history are read when their tabs are opened."""
    look = desk.look
    drawer = Drawer(
        look, spec.name, facts=spec.beside, place=spec.place, kind=spec.kind, acts=spec.acts
    )
    drawer.went.connect(go)
    facts = [fact for fact in spec.facts if fact.value]
    drawer.add_tab(
        spec.tab,
        *([words(spec.story, wrap=True)] if spec.story else []),
        *([fact_list(look, facts, spec.label)] if facts else []),
        *map(due_box, spec.due),
        *spec.parts,
    )
    for title, widgets in (spec.tabs or {}).items():
        drawer.add_tab(title, *widgets)
    for one in spec.related:
        empty = one.empty or f"还没有{one.title}"
        lines = event_list(look, one.head or one.title, one.events, drawer.went.emit, empty)
        drawer.add_tab(f"{one.title} {len(one.events)}", lines)
    if spec.record is not None:
        _add_attachments(session, desk, actor, drawer, spec.record)
        kept = (spec.record, *spec.along)
        drawer.add_late_tab("历史", lambda: _history(desk, kept))
    return drawer


def facts_of(session: Session, desk: Desk, record: Record, *names: str) -> list[Fact]:
    """Return fields of a record as facts: label, code words, days and names from the declaration."""
    speaker = FieldWords(session, desk.lexicon)
    cls = type(record)
    return [Fact(field_info(cls, n).label, _say(speaker, record, n)) for n in names]


def _add_attachments(
    session: Session, desk: Desk, actor: Actor, drawer: Drawer, record: Kept
) -> None:
    count = count_attachments(session, record[0].__tablename__, record[1])
    adding = actor.may(right_over(record[0].__tablename__))
    if not count and not adding:
        return
    made: list[AttachTab] = []

    def make() -> AttachTab:
        made.append(AttachTab(desk, actor, record))
        made[0].counted.connect(lambda now: button.say(_attached(now)))
        return made[0]

    if adding:
        drawer.give_to(lambda mime: made[0].take(mime), drawer.tabs)  # noqa: PLW0108  (made later)
    button = drawer.add_late_tab(_attached(count), make)


def _attached(count: int) -> str:
    return f"附件 {count}" if count else "附件"


def _say(speaker: FieldWords, record: Record, name: str) -> str:
    value: Any = getattr(record, name)
    return speaker.say(type(record), name, value)


def _history(desk: Desk, kept: Sequence[Kept]) -> QWidget:
    def read() -> Sequence[Deed]:
        with desk.database.read() as session:
            kind, record = kept[0][0].__tablename__, kept[0][1]
            files = [(Attachment, one.id) for one in attachments_of(session, kind, record)]
            return deeds(session, desk.lexicon, (*kept, *files))

    return HistoryTab(desk, read)
