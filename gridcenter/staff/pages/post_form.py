"""The forms of posts: appointing (one post or several at once), correcting, relieving."""

from collections.abc import Sequence
from datetime import date

from gridcenter.access.actors import Actor
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import day_words, today
from gridcenter.desk.choices import Choice
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.saving import Filled
from gridcenter.desk.tree_field import TreeField
from gridcenter.desk.tree_picker import Node
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.grids import places
from gridcenter.register.services.posts import hand_over, holders_at
from gridcenter.register.services.terms import PostTerms
from gridcenter.store.capture import WriteSession

MOST_POSTS = 3
_TERMS = ("tier", "engagement", "dispatch", "allowance", "note")
_OTHERS = (
    (None, "现在没有人任这个岗位"),
    ("replace", "接替现任：现任到前一天为止"),
    ("beside", "与现任同时在岗"),
)


def post_grid(desk: Desk) -> FormGrid:
    """Return an empty form whose places may be of any level."""
    with desk.database.read() as session:
        found = places(session, "township", "station", "grid", "subgrid")
    known = {place.id for place in found}
    nodes = [Node(p.id, p.parent if p.parent in known else None, p.name) for p in found]
    return record_grid(
        desk, label=84, makers={"unit": lambda _one: TreeField(desk.look, "网格", nodes)}
    )


def appoint_grid(desk: Desk) -> FormGrid:
    """Return the fields of an appointment: the person, up to three posts, the terms."""
    grid = post_grid(desk)
    grid.declare(PostHolding, "person_id")
    grid.declare(Person, Ask("phone", hint="公示牌和台账上用的号码"))
    grid.declare(PostHolding, "unit_id", "post")
    for number in range(2, MOST_POSTS + 1):
        grid.declare(
            PostHolding,
            Ask("unit_id", label=f"另任网格 {number - 1}", key=f"unit_{number}", required=False),
            Ask("post", label=f"另任岗位 {number - 1}", key=f"post_{number}", required=False),
        )
    grid.declare(PostHolding, Ask("since", required=True), "until")
    grid.add("others", "现任", ChoiceField(Choice("现任", _OTHERS)), wide=True)
    grid.declare(PostHolding, *_TERMS)
    grid.put({"since": today()})
    return grid


def appoint_filled(session: WriteSession, actor: Actor, filled: Filled) -> Person:
    """Appoint as the form says, to every post it names; asks what becomes of those in place."""
    person: bytes | str = filled.record_or_words("person_id")
    since, others = filled.day("since"), filled.text("others")
    taker: Person | None = None
    for unit_id, post in _posts(filled):
        if not others:
            _ask_of_others(session, unit_id, post, since)
        taker = hand_over(
            session, actor, unit_id=unit_id, post=post, person=person, phone=filled.text("phone"),
            since=since, until=filled.day_or_none("until"), replacing=others == "replace",
            terms=terms_filled(filled),
        )  # fmt: skip
        person = taker.id
    assert taker is not None, "the first post of the form is required"
    return taker


def _posts(filled: Filled) -> Sequence[tuple[bytes, str]]:
    posts = [(filled.record("unit_id"), filled.text("post"))]
    for number in range(2, MOST_POSTS + 1):
        unit, post = filled.record_or_none(f"unit_{number}"), filled.text(f"post_{number}")
        if unit is None and not post:
            continue
        if unit is None or not post:
            missing = f"post_{number}" if unit else f"unit_{number}"
            raise RuleBroken(missing, "另任的岗位要网格和岗位都选，不另任就都空着")
        posts.append((unit, post))
    return posts


def _ask_of_others(session: WriteSession, unit_id: bytes, post: str, since: date) -> None:
    names = holders_at(session, unit_id, post, since)
    if names:
        words = f"{day_words(since)}起这个岗位上有{'、'.join(names)}，请选：接替现任，还是同时在岗"
        raise RuleBroken("others", words)


def terms_filled(filled: Filled) -> PostTerms:
    """Return the terms that a form says."""
    return PostTerms(
        *(filled.text(name) for name in ("tier", "dispatch", "engagement", "allowance", "note"))
    )


def correct_grid(desk: Desk, holding: PostHolding) -> FormGrid:
    """Return the fields of a holding as it is entered."""
    grid = post_grid(desk)
    grid.declare(PostHolding, "unit_id", "post", "since", "until", *_TERMS)
    grid.put({
        name: getattr(holding, name) for name in ("unit_id", "post", "since", "until", *_TERMS)
    })  # fmt: skip
    return grid


def relieve_grid(desk: Desk) -> FormGrid:
    """Return the field of the last day."""
    grid = record_grid(desk, columns=1)
    grid.declare(PostHolding, Ask("until", label="最后一天", required=True))
    grid.put({"until": today()})
    return grid
