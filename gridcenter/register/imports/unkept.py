"""What a file holds and this township does not keep: left out, and said of the file."""

from dataclasses import replace

from sqlalchemy.orm import Session

from gridcenter.base.identity import Identity, check
from gridcenter.register.codes import SEX_CODES
from gridcenter.register.services.privacy import IDENTITY, keeps
from gridcenter.sheets.columns import Line
from gridcenter.sheets.shapes import Reading

_TITLE = "身份证号"
_SAID = "本乡镇已停止登记身份证号，这个文件里的身份证号一列没有读入"


def without_numbers(session: Session, reading: Reading) -> Reading:
    """Return a file without its identity numbers where they are not kept; birth and sex are no less told."""
    if keeps(session, IDENTITY) or not any(line.raw and _number(line) for line in reading.lines):
        return reading
    return replace(
        reading, lines=[_without(line) for line in reading.lines], notes=(*reading.notes, _SAID)
    )


def _number(line: Line) -> str:
    return getattr(line.values.get(IDENTITY), "text", "")


def _without(line: Line) -> Line:
    remarks = tuple(one for one in line.remarks if one.column != _TITLE)
    number, values = line.values.get(IDENTITY), dict(line.values)
    if isinstance(number, Identity):
        values["birth"] = values.get("birth") or number.birth
        values["sex"] = values.get("sex") or SEX_CODES.get(number.sex)
    return line._replace(values=values | {IDENTITY: check("")}, remarks=remarks)
