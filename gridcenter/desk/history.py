"""What happened to a record, in words: its journal, one deed a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.store.history import Change, history, nodes_of
from gridcenter.store.meta import get_meta
from gridcenter.store.records import Record
from gridcenter.store.values import revive

_LONGEST = 40
_VERBS = {"insert": ("登记", "plus"), "delete": ("删除", "trash-2"), "restore": ("恢复", "undo-2")}
_ELSEWHERE = "另一台电脑"

Kept: TypeAlias = tuple[type[Record], bytes]
"""A record in the journal: its class and its id."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field before and after, shortened; `whole` is the sentence in full where it was."""

    label: str
    before: str
    after: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did in one go; `pc` names the other PC it came from."""

    at: datetime
    actor: str
    pc: str
    icon: str
    title: str
    edits: tuple[Edit, ...]


def deeds(session: Session, lexicon: Lexicon, records: Sequence[Kept]) -> list[Deed]:
    """Return what was done to these records, newest first; the first one is the main one."""
    speaker = FieldWords(session, lexicon)
    nodes = nodes_of(session, [record for _cls, record in records])
    here, names = get_meta(session.connection(), "node"), lexicon.nodes(session)
    groups: dict[bytes, list[tuple[Change, type[Record]]]] = {}
    for cls, record in dict.fromkeys(records):
        for change in history(session, cls, record):
            groups.setdefault(change.txn, []).append((change, cls))
    made = []
    for txn, changes in groups.items():
        node = nodes.get(txn, here)
        pc = "" if node is None or node == here else names.get(node, _ELSEWHERE)
        made.append(_deed(records[0][0], changes, pc, speaker))
    return sorted(made, key=lambda deed: deed.at, reverse=True)


def _deed(
    main: type[Record],
    changes: Sequence[tuple[Change, type[Record]]],
    pc: str,
    speaker: FieldWords,
) -> Deed:
    first = changes[0][0]
    titles: dict[str, list[str]] = {}
    edits: dict[Edit, None] = {}
    for change, cls in changes:
        if change.verb in _VERBS:
            of_verb = titles.setdefault(change.verb, [])
            of_verb += [cls.__title__] if cls.__title__ not in of_verb else []
            if cls is not main and change.field and change.field == cls.__named_by__:
                edits.setdefault(Edit(cls.__title__, "", _words(change, cls, speaker)[1]))
        else:
            edits.setdefault(_edit(change, cls, speaker))
    icon = _VERBS[next(iter(titles))][1] if titles else "pencil"
    said = "，".join(f"{_VERBS[verb][0]}{'、'.join(kinds)}" for verb, kinds in titles.items())
    return Deed(first.at, first.actor, pc, icon, said or "改动", tuple(edits))


def _edit(change: Change, cls: type[Record], speaker: FieldWords) -> Edit:
    before, after = _words(change, cls, speaker)
    if not before and not after:
        return Edit(change.label, "", "")
    before, after = before or "空", after or "空"
    short = _short(before), _short(after)
    whole = "" if short == (before, after) else f"{change.label}：{before} → {after}"
    return Edit(change.label, *short, whole)


def _words(change: Change, cls: type[Record], speaker: FieldWords) -> tuple[str, str]:
    name = change.field
    before, after = (revive(cls, {name: value})[name] for value in (change.before, change.after))
    return speaker.say(cls, name, before), speaker.say(cls, name, after)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
