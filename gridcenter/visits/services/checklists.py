"""Checklists: shipped as samples, edited and adopted by the office, filled on visits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.store.capture import WriteSession
from gridcenter.visits.records import Checklist, ChecklistAnswer, ChecklistItem

YES, NO = "是", "否"
SAMPLE = "示例"
"""Stands beside every list that the office has not adopted, on screen and on paper."""
_SAMPLES: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("三必清", (
        ("人员底数清：家里住着谁、谁外出、谁新来", "yes_no", ""),
        ("房屋底数清：自住、出租、空置", "choice", "自住、出租、空置"),
        ("隐患矛盾清：有没有要解决的事", "text", ""),
    )),
    ("四必看", (
        ("看水电气火是否安全", "choice", "安全、有隐患、已当场整改"),
        ("看环境卫生是否整洁", "choice", "整洁、一般、需整治"),
        ("看人员有没有变化", "yes_no", ""),
        ("看有没有矛盾苗头", "yes_no", ""),
    )),
    ("六必访", (
        ("困难户（低保、特困）", "yes_no", ""), ("独居、空巢老人", "yes_no", ""),
        ("残疾人家庭", "yes_no", ""), ("留守儿童、妇女家庭", "yes_no", ""),
        ("有信访、矛盾未了结的户", "yes_no", ""), ("新迁入、出租房屋户", "yes_no", ""),
    )),
    ("三个一", (
        ("每月走访一次", "yes_no", ""), ("办一件实事", "text", ""), ("开一次民情会", "yes_no", ""),
    )),
)  # fmt: skip
"""No authoritative text exists (reference §3): neutral samples, to be edited after the county's documents."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a checklist as a form shows it; `options` are the answers of a single choice."""

    id: bytes
    text: str
    kind: str
    options: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers offered; none for free text."""
        return (YES, NO) if self.kind == "yes_no" else self.options


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """What the form of an item says."""

    text: str
    kind: str = "yes_no"
    options: str = ""


def provide_samples(session: WriteSession, actor: Actor) -> int:
    """Enter the sample lists that are not there yet; their ids are the same on every PC."""
    actor.require(Right.STRUCTURE)
    there = set(session.scalars(select(Checklist.id)))
    made = 0
    for place, (name, items) in enumerate(_SAMPLES):
        list_id = named_id("checklist", name)
        if list_id in there:
            continue
        session.add(Checklist(id=list_id, name=name, position=place))
        session.flush()
        for n, (text, kind, options) in enumerate(items):
            session.add(ChecklistItem(
                id=named_id("checklist_item", name, text), checklist_id=list_id, text=text, kind=kind,
                options=options or None, position=n,
            ))  # fmt: skip
        made += 1
    session.flush()
    return made


def make_checklist(session: WriteSession, actor: Actor, *, name: str, today: date) -> Checklist:
    """Enter a list of the office's own, adopted from the start."""
    actor.require(Right.STRUCTURE)
    if not name.strip():
        raise RuleBroken("name", "请填写清单名称")
    if session.scalar(select(Checklist.id).where(Checklist.name == name.strip())):
        raise RuleBroken("name", f"“{name.strip()}”已经有了，请直接改它的条目")
    place = (session.scalar(select(func.max(Checklist.position))) or 0) + 1
    made = Checklist(name=name.strip(), position=place, adopted_on=today)
    session.add(made)
    session.flush()
    return made


def adopt(session: WriteSession, actor: Actor, checklist_id: bytes, *, today: date) -> Checklist:
    """Make a sample the office's own text (采用): the mark goes from screen and paper."""
    actor.require(Right.STRUCTURE)
    found = checklist_of(session, checklist_id)
    found.adopted_on = today
    session.flush()
    return found


def shut_checklist(session: WriteSession, actor: Actor, checklist_id: bytes, last_day: date | None) -> Checklist:
    """Let a list be offered no more after a day, or (None) offer it again."""
    actor.require(Right.STRUCTURE)
    found = checklist_of(session, checklist_id)
    found.until = last_day
    session.flush()
    return found


def add_item(
    session: WriteSession, actor: Actor, checklist_id: bytes, entry: ItemEntry
) -> ChecklistItem:
    """Add a line at the end of a list."""
    actor.require(Right.STRUCTURE)
    checklist_of(session, checklist_id)
    query = select(func.max(ChecklistItem.position)).where(
        ChecklistItem.checklist_id == checklist_id
    )
    last = session.scalar(query)
    place = 0 if last is None else last + 1
    item = ChecklistItem(checklist_id=checklist_id, position=place, **_checked(entry))
    session.add(item)
    session.flush()
    return item


def change_item(
    session: WriteSession, actor: Actor, item_id: bytes, entry: ItemEntry, *, today: date
) -> ChecklistItem:
    """Change a line; one that visits have answered is retired and a new line takes its place."""
    actor.require(Right.STRUCTURE)
    item = item_of(session, item_id)
    values = _checked(entry)
    if not used(session, item_id) or (values["text"] == item.text and values["kind"] == item.kind):
        for name, value in values.items():
            setattr(item, name, value)
        session.flush()
        return item
    item.until = today
    new = ChecklistItem(checklist_id=item.checklist_id, position=item.position, **values)
    session.add(new)
    session.flush()
    return new


def drop_item(session: WriteSession, actor: Actor, item_id: bytes, *, today: date) -> bool:
    """Take a line out: deleted when no visit has answered it, else retired; tells whether retired."""
    actor.require(Right.STRUCTURE)
    item = item_of(session, item_id)
    kept = used(session, item_id)
    if kept:
        item.until = today
    else:
        session.delete(item)
    session.flush()
    return kept


def move_item(session: WriteSession, actor: Actor, item_id: bytes, step: int) -> None:
    """Change places with the line above (-1) or below (1)."""
    actor.require(Right.STRUCTURE)
    item = item_of(session, item_id)
    lines = _open_items(session, item.checklist_id)
    at = lines.index(item)
    lines.insert(max(0, min(at + step, len(lines) - 1)), lines.pop(at))
    for place, line in enumerate(lines):
        line.position = place
    session.flush()


def used(session: Session, item_id: bytes) -> bool:
    """Tell whether a visit has answered a line."""
    query = select(ChecklistAnswer.id).where(ChecklistAnswer.item_id == item_id)
    return session.scalar(query.limit(1)) is not None


def offered(session: Session, day: date) -> list[tuple[bytes, str]]:
    """Return the lists that a visit can be gone through with, samples marked."""
    query = select(Checklist).order_by(Checklist.position, Checklist.id)
    return [
        (one.id, titled(one)) for one in session.scalars(query) if one.until is None or one.until >= day
    ]


def titled(checklist: Checklist) -> str:
    """Return the name of a list, with the mark of a sample."""
    return checklist.name if checklist.adopted_on else f"{checklist.name}（{SAMPLE}）"


def items(session: Session, checklist_id: bytes) -> list[Item]:
    """Return the lines of a list that are in use, in their order."""
    return [
        Item(one.id, one.text, one.kind, choices_of(one.options))
        for one in _open_items(session, checklist_id)
    ]


def choices_of(options: str | None) -> tuple[str, ...]:
    """Return the answers of a single choice."""
    parts = re.split("[、，,]", options or "")
    return tuple(part.strip() for part in parts if part.strip())


def keep_answers(
    session: WriteSession, actor: Actor, visit_id: bytes, answers: Mapping[bytes, str]
) -> int:
    """Keep what was found on a visit, by item; empty answers are left out, known ones replaced."""
    actor.require(Right.ENTER)
    known = {
        one.item_id: one
        for one in session.scalars(select(ChecklistAnswer).where(ChecklistAnswer.visit_id == visit_id))
    }
    kept = 0
    for item_id, said in answers.items():
        words = said.strip()
        if not words:
            continue
        if item_id in known:
            known[item_id].answer = words
        else:
            session.add(ChecklistAnswer(
                id=ChecklistAnswer.id_of(visit_id, item_id), visit_id=visit_id, item_id=item_id, answer=words,
            ))  # fmt: skip
        kept += 1
    session.flush()
    return kept


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on a visit for one line: the list, the line, the answer."""

    checklist: str
    item: str
    answer: str


def answers_of(session: Session, visit_id: bytes) -> Sequence[Found]:
    """Return what was found on a visit, lines since retired included."""
    query = (
        select(Checklist, ChecklistItem.text, ChecklistAnswer.answer)
        .join(ChecklistItem, ChecklistItem.checklist_id == Checklist.id)
        .join(ChecklistAnswer, ChecklistAnswer.item_id == ChecklistItem.id)
        .where(ChecklistAnswer.visit_id == visit_id)
        .order_by(Checklist.position, ChecklistItem.position, ChecklistItem.id)
    )
    return [Found(titled(one), text, answer) for one, text, answer in session.execute(query)]


def checklist_of(session: Session, checklist_id: bytes) -> Checklist:
    """Return a list; raises NotFound."""
    found = session.get(Checklist, checklist_id)
    if found is None:
        raise NotFound("这张检查清单已经不在，请刷新后再看")
    return found


def item_of(session: Session, item_id: bytes) -> ChecklistItem:
    """Return a line; raises NotFound."""
    found = session.get(ChecklistItem, item_id)
    if found is None:
        raise NotFound("这一条已经不在清单里，请刷新后再看")
    return found


def _open_items(session: Session, checklist_id: bytes) -> list[ChecklistItem]:
    query = select(ChecklistItem).where(
        ChecklistItem.checklist_id == checklist_id, ChecklistItem.until.is_(None)
    )
    return list(session.scalars(query.order_by(ChecklistItem.position, ChecklistItem.id)))


def _checked(entry: ItemEntry) -> dict[str, object]:
    if not entry.text.strip():
        raise RuleBroken("text", "请填写条目内容")
    options = choices_of(entry.options)
    if entry.kind == "choice" and len(options) < 2:  # noqa: PLR2004  (a choice is between two at least)
        raise RuleBroken("options", "单选至少要有两个答案，用顿号隔开，如 正常、有隐患")
    return {
        "text": entry.text.strip(), "kind": entry.kind,
        "options": "、".join(options) if entry.kind == "choice" else None,
    }  # fmt: skip
