"""The notice boards of an area as a ledger (公示牌): drawn as A3 sheets, listed in the spreadsheet."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_words, today
from gridcenter.base.progress import Progress
from gridcenter.ledgers.delivery import deliver
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Missing, Part, Printed, Row, Scope
from gridcenter.papers.board_sheet import BoardPerson, BoardSheet
from gridcenter.register.month import settled
from gridcenter.register.services.boards import (
    BoardFacts,
    BoardWords,
    board_words,
    boards_now,
    newest_boards,
    next_version,
    note_made,
)
from gridcenter.register.territory import Territory
from gridcenter.store.capture import WriteSession

_DUTIES = {"网格长": "网格工作负总责", "党建指导员": "指导党建和网格工作", "网格指导员": "指导网格工作"}
_COLUMNS = (
    Column("no", "序号", 9, "c", "int"), Column("grid", "网格", 34), Column("station", "管理站", 22, "c"),
    Column("extent", "区域范围", 60), Column("post", "岗位", 22, "c"), Column("name", "姓名", 18, "c"),
    Column("phone", "联系电话", 26, "c", "code"), Column("place", "负责", 26),
    Column("hotline", "监督电话", 26, "c", "code"), Column("version", "版次", 12, "c", "int"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardLedger(Ledger):
    """Its parts serve the spreadsheet, its sheets the paper."""

    sheets: tuple[BoardSheet, ...] = ()
    facts: tuple[tuple[bytes, BoardFacts], ...] = ()


def notice_boards(session: Session, scope: Scope) -> BoardLedger:
    """Make the boards of the grids of an area, one each; telephones are full (公示), residents never appear."""
    territory = Territory.load(session, scope)
    ids = [unit.id for unit in territory.grids]
    facts, made = boards_now(session, scope.month, ids, territory.tree), newest_boards(session)
    versions = {unit: next_version(made.get(unit), one) for unit, one in facts.items()}
    part = Part(_COLUMNS, tuple(_rows(facts, versions)))
    plain = territory.ledger("公示牌", "GS", "网格公示牌", scope, part)
    words, sizes = board_words(session), _sizes(session, territory, scope)
    base = plain.number
    sheets = tuple(
        _sheet(territory, one, words, sizes[unit], f"{base}-{place:03d}", versions[unit], scope)
        for place, (unit, one) in enumerate(facts.items(), 1)
    )
    fields = {name: getattr(plain, name) for name in Ledger.__dataclass_fields__}
    return BoardLedger(**fields | {"logged": True}, sheets=sheets, facts=tuple(facts.items()))


def only(ledger: BoardLedger, units: Collection[bytes]) -> BoardLedger:
    """Return the boards of these grids alone."""
    kept = [(fact, sheet) for fact, sheet in zip(ledger.facts, ledger.sheets, strict=True) if fact[0] in units]
    return replace(ledger, facts=tuple(one[0] for one in kept), sheets=tuple(one[1] for one in kept))


def draw(ledger: Any, out: BinaryIO, progress: Progress) -> Printed:  # noqa: ANN401  (each drawn ledger is its own kind)
    """Draw the boards, one sheet each; raises NotFound where there is no grid, Stopped."""
    from gridcenter.papers.board import draw_boards  # noqa: PLC0415  (start-up: most commands draw nothing)
    from gridcenter.papers.paper import Imprint  # noqa: PLC0415  (as above)

    if not ledger.sheets:
        raise NotFound("这个范围里还没有网格，没有公示牌可印")
    imprint = Imprint(ledger.title, ledger.number, ledger.author)
    content, check, paper = draw_boards(ledger.sheets, imprint, progress)
    deliver(content, out)
    missing = {
        Missing(char, sheet.title): None
        for page, sheet in zip(paper.pages, ledger.sheets, strict=True)
        for word in page.all_words()
        for char in word[2].missing
    }
    return Printed(len(paper.pages), hashlib.sha256(content).hexdigest(), check, tuple(missing))


def _rows(facts: Mapping[bytes, BoardFacts], versions: Mapping[bytes, int]) -> Iterator[Row]:
    place = 0
    for unit, one in facts.items():
        for person in one.people or (None,):
            place += 1
            who = (person.post, person.name, person.phone or None, person.place) if person else (None,) * 4
            yield Row((
                place, one.name, one.station, one.extent, *who, one.hotline or None, versions[unit],
            ))  # fmt: skip


def _sizes(session: Session, territory: Territory, scope: Scope) -> Mapping[bytes, str]:
    where = list(settled(session, scope.month).values())
    sizes = {}
    for grid in territory.grids:
        inside = {unit.id for unit in territory.tree.below(grid.id)}
        parts = len(inside) - 1
        below = f"　{territory.level_names['subgrid']} {parts} 个" if parts else ""
        sizes[grid.id] = f"{sum(unit in inside for unit in where):,} 户{below}"
    return sizes


def _sheet(
    territory: Territory, one: BoardFacts, words: BoardWords, size: str, number: str, version: int, scope: Scope
) -> BoardSheet:
    facts = [
        ("所属管理站", one.station), ("党组织", one.party), ("双重管理单位", one.managed_by), ("网格范围", one.extent),
    ]  # fmt: skip
    own = [("监督电话", words.hotline), ("网格化中心", words.centre_phone)]
    return BoardSheet(
        title=f"{territory.seat}{one.name}公示牌",
        facts=[fact for fact in facts if fact[1]],
        size=size,
        people=[
            BoardPerson(p.post, p.name, _spaced(p.phone), f"负责{p.place}" if p.place else _DUTIES.get(p.post, ""))
            for p in one.people
        ],
        lines=[line for line in own if line[1]],
        motto=words.motto,
        number=number,
        version=version,
        issuer=territory.office,
        made_on=day_words(scope.filled_on),
    )


def _spaced(phone: str) -> str:
    """Write a mobile number in threes and fours."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdigit() else phone  # noqa: PLR2004


def noted(session: WriteSession, actor: Actor, ledger: Any) -> None:  # noqa: ANN401  (as above)
    """Note that boards went out on paper; those of a month past are not hung up any more."""
    if ledger.filled_on == today():
        note_made(session, actor, dict(ledger.facts), today())


BOARDS = LedgerDef("notice-board", "网格公示牌", "名册", notice_boards, draw=draw, noted=noted)
