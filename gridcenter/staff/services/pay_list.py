"""The list of a month's allowances, reckoned anew whenever it is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from gridcenter.base.money import yuan
from gridcenter.base.periods import Month
from gridcenter.base.pinyin import says
from gridcenter.register.services.areas import units_of
from gridcenter.staff.allowance_rules import NOTHING
from gridcenter.staff.allowance_words import Speaker
from gridcenter.staff.services.allowance_sheet import Pay, sheet, undecided
from gridcenter.store.listing import Listing, Wish


@dataclass(frozen=True, slots=True)
class PayRow:
    """One line of the page of allowances."""

    id: bytes
    pay: Pay
    post: str
    kind: str

    @property
    def days(self) -> int:
        """On how many days a post was paid, of the posts together."""
        return sum(line.days for line in self.pay.lines)

    @property
    def state(self) -> str:
        """What is to be looked at: unrated, changed, part, else whole."""
        if self.pay.unrated:
            return "unrated"
        if self.pay.changes:
            return "changed"
        return "part" if any(line.days < line.of for line in self.pay.lines) else "whole"


@dataclass(slots=True)
class PayList:
    """The rows of the month asked for last."""

    month: Month | None = None
    rows: dict[bytes, PayRow] = field(default_factory=dict)
    undecided: int = 0

    def listing(self, month: Callable[[], Month]) -> Listing[PayRow]:
        """Return the list of the month that is chosen when it is asked for; filters: "area", "state"."""
        return Listing(
            lambda session, wish: self._ids(session, month(), wish),
            lambda _session, ids: {one: self.rows[one] for one in ids if one in self.rows},
        )

    def find(self, session: Session, month: Month, person_id: bytes) -> Pay | None:
        """Return what one person is paid for a month."""
        if month != self.month:
            self._read(session, month)
        found = self.rows.get(person_id)
        return found.pay if found else None

    def said(self, month: Month) -> str:
        """Say how many are paid how much, and what is left to be decided."""
        whole = sum((row.pay.due for row in self.rows.values()), NOTHING)
        bare = f"　还有 {self.undecided} 个任职没选补贴类别" if self.undecided else ""
        return f"{month.words}　{len(self.rows)} 人，实发 {yuan(whole)} 元{bare}"

    def _read(self, session: Session, month: Month) -> None:
        speaker = Speaker.load(session, month)
        self.rows = {pay.person_id: _row(speaker, pay) for pay in sheet(session, month)}
        self.undecided, self.month = undecided(session, month), month

    def _ids(self, session: Session, month: Month, wish: Wish) -> Sequence[bytes]:
        self._read(session, month)
        area, state = wish.filters.get("area"), wish.filters.get("state")
        units = units_of(session, area) if area else None
        found = [
            row
            for row in self.rows.values()
            if (units is None or row.pay.within(units.__contains__))
            and state in {None, row.state}
            and says(wish.words, row.pay.name, row.post)
        ]
        keys: dict[str, Callable[[PayRow], Decimal]] = {
            "earned": lambda row: row.pay.earned, "due": lambda row: row.pay.due,
        }  # fmt: skip
        if key := keys.get(wish.sort_by):
            found.sort(key=key, reverse=wish.descending)
        elif wish.descending:
            found.reverse()
        return [row.id for row in found]


def _row(speaker: Speaker, pay: Pay) -> PayRow:
    posts = dict.fromkeys(speaker.post(line) for line in pay.lines)
    kinds = dict.fromkeys(speaker.kind(line) for line in pay.lines)
    return PayRow(pay.person_id, pay, "、".join(posts), "、".join(kinds))
