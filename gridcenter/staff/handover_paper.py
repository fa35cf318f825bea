"""The list of a handover (工作交接清单), to be signed by the three: who leaves, who takes over, who sees to it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from gridcenter.base.periods import day_words
from gridcenter.ledgers.library import band
from gridcenter.ledgers.model import Column, Ledger, Part, Row
from gridcenter.register.services.structure import office_name
from gridcenter.staff.services.handovers import NOBODY, HandoverRow, handover

_COLUMNS = (
    Column("no", "序号", 11, "c", "int"),
    Column("words", "交接内容", 52),
    Column("place", "所在网格", 38),
    Column("since", "经手起始", 26, "c", "date", full_dates=True),
    Column("successor", "接交人", 24, "c"),
    Column("sign", "接交人签名", 30, "c"),
)


def handover_paper(session: Session, handover_id: bytes) -> Ledger:
    """Return the list of one handover; raises NotFound."""
    known, office = handover(session, handover_id), office_name(session)
    return Ledger(
        name=f"工作交接清单 {known.person}",
        title=f"{known.person}工作交接清单",
        unit=office,
        number=f"JJ-{known.since:%Y%m%d}-{known.id.hex()[-6:].upper()}",
        filled_on=known.since,
        parts=(Part(_COLUMNS, tuple(_rows(known)), row_height=9),),
        period_label="接手日期",
        period=day_words(known.since),
        notes=_notes(known),
        signatures=("移交人：", "接交人：", "监交人："),
        personal=True,
        author=office,
        signed_rows=True,
    )


def _rows(known: HandoverRow) -> Iterator[Row]:
    kinds = dict.fromkeys(line.kind for line in known.lines)
    place = 0
    for kind in kinds:
        lines = [line for line in known.lines if line.kind == kind]
        yield band(_COLUMNS, f"{kind}　（{len(lines)} 项）")
        for line in lines:
            place += 1
            sign = "" if line.successor else "—"
            yield Row((place, line.words, line.place or None, line.since, line.successor or NOBODY, sign))


def _notes(known: HandoverRow) -> tuple[str, ...]:
    notes = [
        f"移交人{known.person}，接交人{known.successors or NOBODY}"
        + (f"，监交人{known.witness}" if known.witness else ""),
        f"共 {len(known.lines)} 项，从接手日期起由接交人负责",
    ]
    if known.waiting:
        notes.append(f"{known.waiting} 项暂时没有接手人，原因：{known.reason}")
    return (*notes, "本清单一式三份，移交人、接交人和网格化服务管理中心各留一份")
