"""show KIND ID: one record with its history."""

import argparse
from typing import Any

from sqlalchemy.orm import Session

from gridcenter.access.actors import Right
from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.access.log import note_access
from gridcenter.access.masking import masked
from gridcenter.base.errors import NotFound
from gridcenter.base.ids import read_id, show_id
from gridcenter.codes.tables import Codes
from gridcenter.commands.frame import Answer, opened
from gridcenter.register.services.privacy import unkept
from gridcenter.store.fields import FieldInfo
from gridcenter.store.history import Change, history
from gridcenter.store.records import Record, field_info, field_names, record_classes, target_of
from gridcenter.store.values import plain
from gridcenter.wings import TABLES


def run_show(arguments: argparse.Namespace) -> Answer:
    """Show a record and its history; personal fields masked unless --reveal says why not."""
    cls = record_classes()[arguments.kind]
    try:
        record_id = read_id(arguments.id)
    except ValueError:
        raise NotFound(f"“{arguments.id}”不是记录编号") from None
    with opened(arguments, writing=False) as office, office.database.write(office.actor) as session:
        office.actor.require(Right.READ)
        record = session.get(cls, record_id)
        if record is None:
            raise NotFound(f"没有编号为 {arguments.id} 的{cls.__title__}")
        if arguments.reveal:
            office.actor.require(Right.REVEAL)
            what = f"显示{cls.__title__} {arguments.id}"
            note_access(session, office.actor, what=what, count=1, reason=arguments.reveal)
        codes = {table.name: Codes.load(session, table) for table in TABLES}
        hidden = {name for one, name in unkept(session) if one is cls}
        values = {
            name: _shown(cls, name, getattr(record, name), codes, full=bool(arguments.reveal))
            for name in field_names(cls)
            if name not in hidden
        }
        names = _names(session, cls, record)
        changes = [
            _told(cls, change, codes, full=bool(arguments.reveal))
            for change in history(session, cls, record_id)
            if change.field not in hidden
        ]
    data: dict[str, Any] = {"id": arguments.id, "kind": arguments.kind, **values, "history": changes}
    lines = [
        f"{field_info(cls, name).label}：{names.get(name) or _said(value)}" for name, value in values.items()
    ]
    lines += [
        f"{c['at']}　{c['actor']}　{_label(cls, c['field'])}　{_said(c['before'])} → {_said(c['after'])}"
        for c in changes
    ]
    return Answer(data, lines)


def _told(
    cls: type[Record], change: Change, codes: dict[str, Codes], *, full: bool
) -> dict[str, Any]:
    before, after = (
        _shown(cls, change.field, value, codes, full=full) for value in (change.before, change.after)
    )
    return {
        "at": change.at.isoformat(timespec="seconds"), "actor": change.actor, "verb": change.verb,
        "field": change.field, "before": before, "after": after,
    }  # fmt: skip


def _names(session: Session, cls: type[Record], record: Record) -> dict[str, str]:
    """Return the names of the records that a record points to, by field; the ids stand in the data."""
    speaker = FieldWords(session, Lexicon({table.name: table for table in TABLES}))
    pointing = [name for name in field_names(cls) if target_of(cls, name) is not None]
    return {name: speaker.say(cls, name, getattr(record, name)) for name in pointing}


def _said(value: Any) -> str:  # noqa: ANN401
    return "（空）" if value is None else str(value)


def _label(cls: type[Record], name: str) -> str:
    return field_info(cls, name).label if name else "删除"


def _shown(
    cls: type[Record], name: str, value: Any, codes: dict[str, Codes], *, full: bool  # noqa: ANN401
) -> Any:  # noqa: ANN401
    if not name or value is None:
        return None
    info: FieldInfo = field_info(cls, name)
    if isinstance(value, bytes):
        return show_id(value)
    if info.codes in codes:
        return codes[info.codes].word(str(value))
    value = plain(value)
    return value if full or not isinstance(value, str) else masked(info, value)
