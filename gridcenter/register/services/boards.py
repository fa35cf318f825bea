"""Notice boards of grids (公示牌): what stands on one, which were made, which are out of date and why.

After 滨州市社会治理网格化服务管理条例 §6: name, extent, the grid workers with telephones, the telephone
for complaints, put up at the main places of activity and renewed when something changes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.base.periods import Month
from gridcenter.base.pinyin import says
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import POST
from gridcenter.register.month import Held, Posts
from gridcenter.register.records import BoardText, NoticeBoard, Unit
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.party_cover import party_names
from gridcenter.register.services.structure import Tree
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Wish

_OWN_POSTS = ("grid_head", "guide", "grid_guide", "cadre", "worker", "part_time")
_BELOW_POSTS = ("worker", "part_time")
NEVER, CHANGED, MADE, UP = "never", "changed", "made", "up"
_TEXT = named_id("board_text")
"""The one record of the words on boards: every PC makes the same."""
STATES = {NEVER: "还没有打印", CHANGED: "内容已变，要换", MADE: "已打印，未张贴", UP: "已张贴"}


@dataclass(frozen=True, slots=True)
class BoardWords:
    """What the office puts on every board: the telephones for complaints, a line below the title."""

    hotline: str = ""
    centre_phone: str = ""
    motto: str = "有事找网格　服务在身边"


@dataclass(frozen=True, slots=True)
class OnBoard:
    """Somebody on a board."""

    post: str
    name: str
    phone: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """The facts on a board: it is out of date as soon as one of them changes."""

    name: str
    station: str
    extent: str
    party: str
    people: tuple[OnBoard, ...]
    hotline: str
    centre_phone: str
    managed_by: str = ""

    def lines(self) -> dict[str, str]:
        """Return the facts by their label, as they are compared and kept."""
        facts = {
            "网格名称": self.name, "所属管理站": self.station, "区域范围": self.extent, "党组织": self.party,
            "双重管理单位": self.managed_by, "监督电话": self.hotline, "中心电话": self.centre_phone,
        }  # fmt: skip
        lines = {label: words for label, words in facts.items() if words}
        for one in self.people:
            label = f"{one.post}　{one.place}".rstrip("　")
            known = lines.get(label)
            said = f"{one.name} {one.phone}".strip()
            lines[label] = f"{known}、{said}" if known else said
        return lines

    @property
    def digest(self) -> str:
        """The SHA-256 of the facts."""
        return _digest(self.lines())


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A grid with its board as it stands: the newest made, and what has changed since."""

    id: bytes
    name: str
    state: str
    version: int
    made_on: date | None
    put_up_on: date | None
    place: str
    changes: tuple[tuple[str, str, str], ...]
    """Label, what stands on the board, what holds now."""

    @property
    def said(self) -> str:
        """What changed in words: 网格长：甲 → 乙."""
        return "；".join(f"{label}：{old or '没有'} → {new or '没有'}" for label, old, new in self.changes)


def boards_now(
    session: Session, month: Month, units: Iterable[bytes] | None = None, tree: Tree | None = None
) -> dict[bytes, BoardFacts]:
    """Return what should stand on the boards of a month's grids, in the order of the tree (that of the month)."""
    tree, posts = tree or Tree.load(session, month), Posts.load(session, month)
    villages, parties = village_names(session), party_names(session, month)
    titles, words = Codes.load(session, POST).words, board_words(session)
    wanted = set(units) if units is not None else None
    found = {}
    for unit in tree.level("grid"):
        if wanted is not None and unit.id not in wanted:
            continue
        station = tree.above(unit, "station")
        found[unit.id] = BoardFacts(
            name=name_with_village(unit.name, villages.get(unit.village_id, "")),
            station=station.name if station else "", extent=unit.extent or "",
            party=parties.get(unit.id, ""), people=tuple(_people(tree, posts, unit, titles)),
            hotline=words.hotline, centre_phone=words.centre_phone, managed_by=unit.managed_by or "",
        )  # fmt: skip
    return found


def board_rows(session: Session, month: Month) -> dict[bytes, BoardRow]:
    """Return every grid of a month with the state of its board."""
    now, made = boards_now(session, month), newest_boards(session)
    return {unit: _row(unit, facts, made.get(unit)) for unit, facts in now.items()}


def matching_boards(rows: Mapping[bytes, BoardRow], wish: Wish) -> Sequence[bytes]:
    """Return the rows that a wish means; filter "state"."""
    state = wish.filters.get("state")
    return [
        row.id for row in rows.values()
        if state in {None, row.state} and says(wish.words, row.name, row.place)
    ]  # fmt: skip


def newest_boards(session: Session) -> dict[bytes, NoticeBoard]:
    """Return the newest board of each grid."""
    query = select(NoticeBoard).order_by(NoticeBoard.version, NoticeBoard.made_on, NoticeBoard.id)
    return {one.unit_id: one for one in session.scalars(query)}


def next_version(known: NoticeBoard | None, facts: BoardFacts) -> int:
    """Return the version that a board printed now bears: a new one only when a fact has changed."""
    if known is None:
        return 1
    return known.version if known.digest == facts.digest else known.version + 1


def note_made(
    session: WriteSession, actor: Actor, made: Mapping[bytes, BoardFacts], day: date
) -> int:
    """Note that boards were printed; the same facts again are the same version. Returns how many are new."""
    actor.require(Right.PRINT)
    known, new = newest_boards(session), 0
    for unit_id, facts in made.items():
        before = known.get(unit_id)
        if before is not None and before.digest == facts.digest:
            before.made_on = day
            continue
        kept = json.dumps(facts.lines(), ensure_ascii=False)
        session.add(NoticeBoard(
            unit_id=unit_id, version=next_version(before, facts), made_on=day, digest=facts.digest, facts=kept,
        ))  # fmt: skip
        new += 1
    session.flush()
    return new


def put_up(session: WriteSession, actor: Actor, units: Iterable[bytes], *, day: date, place: str) -> int:
    """Note that the newest boards of grids were put up; returns how many."""
    actor.require(Right.PRINT)
    known, count = newest_boards(session), 0
    for unit_id in units:
        board = known.get(unit_id)
        if board is None:
            unit = session.get(Unit, unit_id)
            raise RuleBroken("day", f"“{unit.name if unit else '这个网格'}”的公示牌还没有打印过，请先打印")
        if day < board.made_on:
            raise RuleBroken("day", "张贴日期不能早于打印日期")
        board.put_up_on, board.place = day, place.strip() or None
        count += 1
    if not count:
        raise NotFound("没有选中网格")
    session.flush()
    return count


def board_words(session: Session) -> BoardWords:
    """Return what stands on every board; as the program has it until the office settles it."""
    text = session.get(BoardText, _TEXT)
    return BoardWords(text.hotline or "", text.centre_phone or "", text.motto or "") if text else BoardWords()


def save_words(session: WriteSession, actor: Actor, words: BoardWords) -> None:
    """Settle what stands on every board."""
    actor.require(Right.STRUCTURE)
    text = session.get(BoardText, _TEXT)
    if text is None:
        text = BoardText(id=_TEXT)
        session.add(text)
    text.hotline, text.centre_phone, text.motto = (
        typed.strip() or None for typed in (words.hotline, words.centre_phone, words.motto)
    )
    session.flush()


def _row(unit: bytes, facts: BoardFacts, made: NoticeBoard | None) -> BoardRow:
    if made is None:
        return BoardRow(unit, facts.name, NEVER, 0, None, None, "", ())
    before, now = json.loads(made.facts), facts.lines()
    labels = dict.fromkeys([*before, *now])
    changes = tuple((x, before.get(x, ""), now.get(x, "")) for x in labels if before.get(x) != now.get(x))
    state = CHANGED if changes else UP if made.put_up_on else MADE
    return BoardRow(
        unit, facts.name, state, made.version, made.made_on, made.put_up_on, made.place or "", changes
    )


def _people(tree: Tree, posts: Posts, unit: Unit, titles: Mapping[str, str]) -> Iterable[OnBoard]:
    for post in _OWN_POSTS:
        yield from (_on(titles[post], one) for one in posts.holders(unit.id, post))
    for below in tree.below(unit.id):
        if below is not unit:
            for post in _BELOW_POSTS:
                yield from (_on(titles[post], one, below.name) for one in posts.holders(below.id, post))


def _on(post: str, one: Held, place: str = "") -> OnBoard:
    return OnBoard(post, one.name, one.phone or "", place)


def _digest(lines: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(lines.items()), ensure_ascii=False).encode()).hexdigest()
