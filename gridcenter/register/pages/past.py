"""What happened to a record, in words: its journal as the drawer shows it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_identity, mask_name, mask_phone
from gridcenter.base.periods import day_words
from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.desk.drawer import Event
from gridcenter.store.fields import Level
from gridcenter.store.history import Change, history
from gridcenter.store.records import Record, field_info

_ICONS = {"insert": "plus", "delete": "trash-2"}
_MASKS = {"phone": mask_phone, "asker_phone": mask_phone, "id_number": mask_identity}
_MOST, _LONGEST = 40, 24


def past_events(
    session: Session, records: Iterable[tuple[type[Record], bytes]], tables: Sequence[CodeTable]
) -> list[Event]:
    """Return the changes of these records as lines, newest first; numbers masked, ids left out."""
    codes = {table.name: Codes.load(session, table) for table in tables}
    found = [(c, cls) for cls, record in records for c in history(session, cls, record)]
    found.sort(key=lambda pair: pair[0].at, reverse=True)
    events: dict[Event, None] = {}
    for change, cls in found:
        text = _words(change, cls, codes)
        if text:
            icon = "plus" if change.before is None else "pencil"
            events.setdefault(
                Event(_ICONS.get(change.verb, icon), f"{change.at:%m-%d %H:%M}", text)
            )
    return list(events)[:_MOST]


def _words(change: Change, cls: type[Record], codes: dict[str, Codes]) -> str:
    if not change.field:
        return f"{change.actor}　删除{cls.__title__}"
    if change.before is None and change.verb == "insert":
        return f"{change.actor}　登记{cls.__title__}"
    before, after = (_shown(cls, change.field, v, codes) for v in (change.before, change.after))
    if not before and not after:
        return f"{change.actor}　改{change.label}"
    return f"{change.actor}　{change.label}：{before or '空'} → {after or '空'}"


def _shown(cls: type[Record], name: str, value: Any, codes: dict[str, Codes]) -> str:  # noqa: ANN401
    if value is None or isinstance(value, bytes):
        return ""
    info = field_info(cls, name)
    text = codes[info.codes].word(str(value)) if info.codes in codes else _plain(value)
    if info.level is Level.SENSITIVE or name in _MASKS:
        return _MASKS.get(name, mask_name)(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return "是" if value else "否"
    try:
        return day_words(date.fromisoformat(value)) if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)
