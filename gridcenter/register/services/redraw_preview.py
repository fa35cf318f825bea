"""What a redrawing would do, in words and lists, before anything is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import day_words, today
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import POST
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.redraw_ground import Ground
from gridcenter.register.services.redraw_plan import Plan, make_plan
from gridcenter.register.services.redraw_wish import Filing, Wish
from gridcenter.register.services.structure import Tree
from gridcenter.wing.moves import Shift, UnitMove


@dataclass(frozen=True, slots=True)
class Flow:
    """Some households that go from one unit to another, with their sub-grid (`what`) or one by one."""

    what: str
    old: str
    new: str
    homes: Sequence[bytes]
    people: int


@dataclass(frozen=True, slots=True)
class PostEnd:
    """A post of a unit that ends, and the unit on which its holder goes on, None when it ends too."""

    id: bytes
    person: str
    post: str
    unit: str
    since: date | None
    goal: bytes | None


@dataclass(frozen=True, slots=True)
class Thing:
    """Open things of a wing that are concerned: what, which, and what becomes of them."""

    title: str
    names: Sequence[str]
    unit: str
    fate: str

    @property
    def words(self) -> str:
        """未办结的事项 3 件（转到新网格）."""
        return f"{self.title} {len(self.names)} {self.unit}（{self.fate}）"


@dataclass(frozen=True, slots=True)
class Preview:
    """All that is shown before the writing, and kept of it after."""

    title: str
    before: str
    after: str
    flows: Sequence[Flow]
    posts: Sequence[PostEnd]
    goals: Sequence[tuple[bytes, str]]
    """The units on which holders may go on."""
    things: Sequence[Thing]
    notes: Sequence[str]

    @property
    def households(self) -> int:
        """How many households change their place."""
        return len({home for flow in self.flows for home in flow.homes})

    @property
    def people(self) -> int:
        """How many people live in them."""
        return sum(flow.people for flow in self.flows)


def preview(
    session: Session, wish: Wish, filing: Filing, moves: Sequence[UnitMove] = ()
) -> Preview:
    """Tell what would be written; raises RuleBroken as the writing does."""
    ground, plan = make_plan(session, wish, filing)
    return told(session, ground, plan, filing, moves)


def told(
    session: Session, ground: Ground, plan: Plan, filing: Filing, moves: Sequence[UnitMove]
) -> Preview:
    """Tell a plan in words and lists."""
    tree = plan.tree(ground)
    shift = shift_of(ground, plan)
    sizes, later = ground.sizes(ground.tree, {}), ground.sizes(tree, plan.homes)
    found = [Thing(one.title, one.find(session, shift), one.unit, one.fate) for one in moves]
    return Preview(
        plan.title,
        "；".join(_state(ground, ground.tree, one, sizes) for one in plan.before) or "（没有）",
        "；".join(_state(ground, tree, one, later) for one in plan.after) or "停用",
        list(_flows(ground, plan, tree)),
        list(_posts(session, ground, plan, filing)),
        [(one, ground.name(tree.by_id[one])) for one in plan.after],
        [thing for thing in found if thing.names],
        list(_notes(ground, plan, tree, later[0], filing)),
    )


def shift_of(ground: Ground, plan: Plan) -> Shift:
    """Return where open things go."""
    homes = dict(plan.homes)
    moved = [one for one, values in plan.changed.items() if "parent_id" in values]
    if plan.kind != "move":
        for child in moved:
            for unit in ground.tree.below(child):
                homes |= {home: unit.id for home in ground.homes(unit.id) if home not in homes}
    olds = {unit.id for one in plan.before for unit in ground.tree.below(one)} - set(plan.after)
    heirs: dict[bytes, Sequence[bytes]] = {one: [goal] for one, goal in plan.takers.items()}
    if plan.kind == "split":
        heirs = {plan.before[0]: [unit.id for unit in plan.fresh]}
        olds |= set(plan.before)
    return Shift(ground.day, olds, homes, plan.takers, heirs if plan.kind != "close" else {})


def _state(
    ground: Ground, tree: Tree, unit_id: bytes, sizes: tuple[Counter[bytes], Counter[bytes]]
) -> str:
    unit = tree.by_id[unit_id]
    above = tree.by_id.get(unit.parent_id) if unit.parent_id else None
    under = f"{ground.name(above)}下，" if above is not None else ""
    children = tree.children(unit_id)
    below = f"{len(children)} 个{ground.levels.names.get(children[0].level, '下级')}，" if children else ""
    return f"{ground.name(unit)}（{under}{below}{sizes[0][unit_id]:,} 户 {sizes[1][unit_id]:,} 人）"


def _flows(ground: Ground, plan: Plan, tree: Tree) -> Iterator[Flow]:
    for unit_id, values in plan.changed.items():
        before, after = ground.tree.by_id[unit_id], tree.by_id[unit_id]
        homes = [home for home in ground.homes_below(unit_id) if home not in plan.homes]
        people = sum(ground.people.get(home, 0) for home in homes)
        if "parent_id" in values and before.parent_id and after.parent_id:
            old, new = ground.tree.by_id[before.parent_id], tree.by_id[after.parent_id]
            yield Flow(before.name, ground.name(old), ground.name(new), homes, people)
        elif "village_id" in values and unit_id in plan.before:
            yield Flow(before.name, *_villages(ground, before.village_id, after.village_id), homes, people)
    pairs: dict[tuple[bytes, bytes], list[bytes]] = {}
    for unit_id in ground.placed:
        for home in ground.homes(unit_id):
            if home in plan.homes and plan.homes[home] != unit_id and unit_id in ground.tree.by_id:
                pairs.setdefault((unit_id, plan.homes[home]), []).append(home)
    for (here, there), homes in pairs.items():
        old, new = ground.tree.by_id[here], tree.by_id[there]
        people = sum(ground.people.get(home, 0) for home in homes)
        yield Flow("", ground.name(old), ground.name(new), homes, people)


def _villages(ground: Ground, *ids: bytes | None) -> tuple[str, str]:
    before, after = (ground.villages.get(one, "") or "不分村" for one in ids)
    return before, after


def _posts(session: Session, ground: Ground, plan: Plan, filing: Filing) -> Iterator[PostEnd]:
    words = Codes.load(session, POST)
    query = (
        select(PostHolding, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .where(
            PostHolding.unit_id.in_(plan.ended),
            or_(PostHolding.until.is_(None), PostHolding.until >= ground.day),
        )
        .order_by(PostHolding.unit_id, PostHolding.post, PostHolding.id)
    )
    for holding, name in session.execute(query):
        unit = ground.tree.by_id[holding.unit_id]
        yield PostEnd(
            holding.id, name, words.word(holding.post), ground.name(unit), holding.since,
            filing.posts.get(holding.id),
        )  # fmt: skip


def _notes(
    ground: Ground, plan: Plan, tree: Tree, sizes: Mapping[bytes, int], filing: Filing
) -> Iterator[str]:
    for unit_id in plan.after:
        unit = tree.by_id[unit_id]
        low, high = ground.levels.bands.get(unit.level, (None, None))
        size = sizes[unit_id]
        if plan.kind not in {"rename", "open"} and (
            (low is not None and size < low) or (high is not None and size > high)
        ):
            band = f"{low or 0}–{high} 户" if high is not None else f"{low} 户以上"
            yield f"{ground.name(unit)}将有 {size:,} 户，一般为 {band}，只作提醒，可以照常写入"
    villages = {tree.by_id[one].village_id for one in plan.after} | {
        ground.tree.by_id[one].village_id for one in plan.before
    }
    if plan.kind == "merge" and len(villages) > 1:
        yield "合并的网格不在同一个行政村，户的行政村不变"
    if plan.kind == "split":
        yield "新网格还没有安排岗位，写入后请在网格页安排网格长、网格员"
    if ground.day > today():
        day = day_words(ground.day)
        yield f"生效日期在以后：名册和登记从现在起就按新的划分，台账从{day}起才按新的"
    elif filing.effective < today():
        yield f"{day_words(ground.day)}以来的台账会按新的划分，已经交出去的纸质台账请核对"
