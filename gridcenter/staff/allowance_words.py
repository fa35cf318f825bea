"""How an allowance came about, in words: on the sheet and in the drawer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from gridcenter.base.money import yuan
from gridcenter.base.periods import Month, short_day
from gridcenter.codes.tables import Codes
from gridcenter.register.codes import ALLOWANCE, POST
from gridcenter.register.records import Unit
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.structure import Tree
from gridcenter.staff.allowance_rules import Away, Line, Rate, Rule
from gridcenter.staff.codes import DIVISOR, PER, SEVERAL
from gridcenter.staff.services.allowance_sheet import Rules

ROUNDED = "每一行四舍五入到分，合计是各行相加"
_COUNTED = {"calendar": "天", "working": "个工作日"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts lines into words, for one reading of the data."""

    kinds: Codes
    posts: Codes
    units: Mapping[bytes, str]
    rules: Rules

    @classmethod
    def load(
        cls, session: Session, month: Month, tree: Tree | None = None,
        villages: Mapping[bytes | None, str] | None = None,
    ) -> "Speaker":
        """Read the words of posts, kinds and units; those of places, unless they are at hand."""
        villages = villages or village_names(session)
        units: Iterable[Unit] = (tree or Tree.load(session)).units
        names = {u.id: name_with_village(u.name, villages.get(u.village_id, "")) for u in units}
        kinds, posts = Codes.load(session, ALLOWANCE), Codes.load(session, POST)
        return cls(kinds, posts, names, Rules.load(session, month))

    def post(self, line: Line) -> str:
        """Name the post and where it is held: 网格员（前街网格）."""
        unit = self.units.get(line.service.unit_id, "")
        return self.posts.word(line.service.post) + (f"（{unit}）" if unit else "")

    def kind(self, line: Line) -> str:
        """Name the kind of allowance."""
        return self.kinds.word(line.service.kind)

    def days(self, line: Line) -> str:
        """Say on which days, and how many count: 10月16日至10月31日，16 天."""
        span = span_words(line.first, line.last)
        return f"{span}，{line.days} {_COUNTED[self.rules.of(line.service.kind).divisor]}"

    def reckoning(self, line: Line) -> str:
        """Say how the amount came about: 600.00 元 × 16 ÷ 31 = 309.68 元."""
        if line.rate is None:
            return "还没有定标准，按 0 元算"
        amount, rate = f"{yuan(line.amount)} 元", f"{yuan(line.rate.amount)} 元"
        if line.rate.per == "day":
            return f"{rate} × {line.days} = {amount}"
        if line.days == line.of:
            return f"整月 {amount}"
        return f"{rate} × {line.days} ÷ {line.of} = {amount}"


def rate_words(rate: Rate | None) -> str:
    """Write a rate: 600.00元/月."""
    return f"{yuan(rate.amount)}{PER.words[rate.per]}" if rate else "没有标准"


def rule_words(rule: Rule) -> str:
    """Say a rule in a sentence."""
    part = f"不满一个月的，按标准 × 计发天数 ÷ {DIVISOR.words[rule.divisor]}算"
    return f"{part}；一人几个岗位的，{SEVERAL.words[rule.several]}"


def away_words(away: Away) -> str:
    """Say on which days somebody was away, and whether that is paid."""
    paid = "照发" if away.paid else "不计发"
    return f"{away.reason} {span_words(away.since, away.until)}，{paid}"


def span_words(first: date, last: date) -> str:
    """Write days: 10月16日至10月31日, or the one day."""
    return short_day(first) if first == last else f"{short_day(first)}至{short_day(last)}"
