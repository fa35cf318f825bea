"""What an import would change of records that are there, in words: whose, which field, from what to what."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.sheets.changes import FieldChange
from gridcenter.store.records import Record, field_info, field_names, target_of

_MOST = 3000
"""So many lines are shown; nobody reads more, and the counts say how many there are."""


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """One field of one record, before and after; numbers masked."""

    whose: str
    label: str
    before: str
    after: str


def changes_seen(
    session: Session, lexicon: Lexicon, changes: Sequence[FieldChange]
) -> list[ChangeSeen]:
    """Return the changes of an import in words, those of one record together."""
    speaker = FieldWords(session, lexicon)
    names: dict[bytes, str] = {}
    seen = []
    for one in changes[:_MOST]:
        if one.record not in names:
            names[one.record] = _whose(session, speaker, one.record_class, one.record)
        before, after = (
            speaker.say(one.record_class, one.field, value) for value in (one.before, one.after)
        )
        label = field_info(one.record_class, one.field).label
        seen.append(ChangeSeen(names[one.record], label, before or "空", after or "空"))
    return seen


def _whose(session: Session, speaker: FieldWords, cls: type[Record], record: bytes) -> str:
    """Return the name of a record, or of the first record with a name that it points to."""
    found = session.get(cls, record)
    if found is None:
        return cls.__title__
    if cls.__named_by__:
        return speaker.say(cls, cls.__named_by__, getattr(found, cls.__named_by__))
    pointing = [name for name in field_names(cls) if target_of(cls, name) is not None]
    person_first = sorted(pointing, key=lambda name: name != "person_id")
    said = (speaker.say(cls, name, getattr(found, name)) for name in person_first)
    name = next(filter(None, said), "")
    return f"{name}（{cls.__title__}）" if name else cls.__title__
