"""Reading a list of another office, in memory alone."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.progress import Progress
from gridcenter.care.services.matching import Matched, matched
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Shape
from gridcenter.sheets.shapes import read


def _shape(today: date) -> Shape:
    """Return the columns a list may have: the name, and whatever tells namesakes apart."""
    return Shape(
        "matching",
        "名单",
        (
            Col("name", "姓名", ("名字", "人员姓名", "对象姓名", "参保人姓名", "保障对象", "户主姓名", "户主", "申请人", "申请人姓名", "救助对象", "姓 名"), parsers.name(), required=True),
            Col("id_number", "身份证号", ("身份证号码", "公民身份号码", "公民身份证号码", "公民身份证号", "身份证", "证件号码", "证件号", "居民身份证号", "居民身份证号码", "社会保障号码", "社会保障号"), parsers.identity()),
            Col("birth", "出生日期", ("出生年月", "出生年月日", "生日", "出生时间"), parsers.day(latest=today)),
            Col("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"), parsers.phone()),
        ),
    )  # fmt: skip


def match_list(
    session: Session, actor: Actor, path: Path, *, today: date, progress: Progress | None = None
) -> Matched:
    """Compare a list with the register; raises what reading raises, Stopped, NotAllowed."""
    actor.require(Right.IMPORT)
    return matched(session, read(path, _shape(today), None, progress).lines)
