"""The sheet by which the allowances of a month are paid out (网格员补贴发放表)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from gridcenter.base.money import capitals, yuan
from gridcenter.ledgers.library import band
from gridcenter.ledgers.model import Cell, Column, Ledger, LedgerDef, Part, Row, RowKind, Scope
from gridcenter.register.territory import Territory
from gridcenter.staff.allowance_rules import NOTHING
from gridcenter.staff.allowance_words import ROUNDED, Speaker, away_words, rate_words, rule_words
from gridcenter.staff.services.allowance_sheet import Pay, sheet

_COLUMNS = (
    Column("no", "序号", 9, "c", "int"),
    Column("name", "姓名", 18, "c"),
    Column("post", "岗位（网格）", 38),
    Column("kind", "补贴类别", 26),
    Column("rate", "标准（元）", 24, "r"),
    Column("days", "计发\n天数", 12, "c"),
    Column("earned", "应发（元）", 20, "r", "decimal", decimals=2),
    Column("changed", "增减（元）", 18, "r", "decimal", decimals=2),
    Column("due", "实发（元）", 20, "r", "decimal", decimals=2),
    Column("sign", "领款人签名", 30, "c"),
    Column("note", "备注", 36),
)
_LEAD, _TAIL = 6, 2
"""How many columns stand before the sums, and after them."""
_INK = 11.0


@dataclass(frozen=True, slots=True)
class _Group:
    """Those paid in one station, or in none."""

    name: str
    pays: Sequence[Pay]


def allowance_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the sheet of the allowances of a month, by station; raises NotFound for an area not there then."""
    territory = Territory.load(session, scope)
    villages: dict[bytes | None, str] = {one.id: one.name for one in territory.villages.all}
    speaker = Speaker.load(session, scope.month, territory.ever, villages)
    found = sheet(session, scope.month, territory.ever, speaker.rules)
    groups = list(_groups(territory, found))
    pays = [pay for group in groups for pay in group.pays]
    rows: list[Row] = []
    for group in groups:
        if len(groups) > 1:
            rows.append(band(_COLUMNS, f"{group.name}　{len(group.pays)} 人"))
        start = sum(row.kind == "body" for row in rows)
        rows += [_row(speaker, pay, start + n) for n, pay in enumerate(group.pays, 1)]
        if len(groups) > 1:
            rows.append(_sums("小　计", group.pays, "sub"))
    if pays:
        rows += [_sums("合　计", pays, "total"), _in_capitals(pays)]
    part = Part(_COLUMNS, tuple(rows), row_height=_INK)
    ledger = territory.ledger("网格员补贴发放表", "BT", "网格员补贴发放表", scope, part)
    signatures = ("制表人：", "审核人：", "负责人：", "发放单位（盖章）")
    return replace(
        ledger, notes=_notes(scope, speaker, pays), signatures=signatures, wide=True, personal=True,
        signed_rows=True,
    )  # fmt: skip


def _groups(territory: Territory, pays: Sequence[Pay]) -> Iterator[_Group]:
    """Yield those paid outside the stations, then station by station, in the order of the tree."""
    tree = territory.tree
    order = {unit.id: place for place, unit in enumerate(tree.below(None))}
    stations = {unit.id: station for unit in tree.units if (station := tree.above(unit, "station"))}
    own = [pay.within(lambda unit: territory.covers(unit, None)) for pay in pays]
    own.sort(key=lambda pay: order.get(pay.unit_id, len(order)) if pay else 0)
    places = [None, *tree.level("station")]
    for place in places:
        found = [
            part
            for pay in own
            if (part := pay.within(lambda unit: stations.get(unit) is place))  # noqa: B023  (asked at once)
        ]
        if found:
            yield _Group(place.name if place else "不属于站的岗位", found)


def _row(speaker: Speaker, pay: Pay, number: int) -> Row:
    lines = pay.lines
    kinds = list(dict.fromkeys(speaker.kind(line) for line in lines))
    return Row((
        number, pay.name, "\n".join(speaker.post(line) for line in lines),
        kinds[0] if len(kinds) == 1 else "\n".join(speaker.kind(line) for line in lines),
        "\n".join(rate_words(line.rate) for line in lines),
        "\n".join(str(line.days) for line in lines),
        pay.earned, pay.changed or None, pay.due, "", _note(speaker, pay),
    ))  # fmt: skip


def _note(speaker: Speaker, pay: Pay) -> str:
    parts = [speaker.days(line) for line in pay.lines if line.days < line.of]
    parts += [away_words(away) for away in pay.aways]
    parts += [
        f"{'增' if c.amount > 0 else '减'} {yuan(abs(c.amount))}：{c.reason}" for c in pay.changes
    ]
    return "；".join(parts)


def _sums(label: str, pays: Sequence[Pay], kind: RowKind) -> Row:
    changed = _sum(pay.changed for pay in pays)
    return Row((
        Cell(f"{label}（{len(pays)} 人）", _LEAD, "c"),
        _sum(pay.earned for pay in pays), changed or None, _sum(pay.due for pay in pays),
        Cell("", _TAIL),
    ), kind)  # fmt: skip


def _in_capitals(pays: Sequence[Pay]) -> Row:
    whole = _sum(pay.due for pay in pays)
    said = f"人民币{capitals(whole)}"
    return Row((Cell("金额大写", 2, "c"), Cell(said, len(_COLUMNS) - 2, "l")), "total")


def _sum(amounts: Iterator[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def _notes(scope: Scope, speaker: Speaker, pays: Sequence[Pay]) -> tuple[str, ...]:
    lines = [line for pay in pays for line in pay.lines]
    kinds = list(dict.fromkeys(line.service.kind for line in lines))
    rules = {kind: rule_words(speaker.rules.of(kind)) for kind in kinds}
    said = list(dict.fromkeys(rules.values()))
    if len(said) > 1:
        said = [f"{speaker.kinds.word(kind)}：{words}" for kind, words in rules.items()]
    papers = list(
        dict.fromkeys(line.rate.document for line in lines if line.rate and line.rate.document)
    )
    days = sorted({line.of for line in lines})
    notes = [*said]
    if len(days) == 1:
        notes.append(f"本月按 {days[0]} 天算")
    notes.append(ROUNDED)
    if papers:
        notes.append(f"标准依据：{'、'.join(papers)}")
    if scope.filled_on < scope.month.last:
        notes.append("本月还没有过完，按现在的任职算到月底")
    if any(pay.unrated for pay in pays):
        notes.append("写“没有标准”的，请先定补贴标准再发")
    return tuple(notes)


ALLOWANCE_LEDGERS = (LedgerDef("allowance", "网格员补贴发放表", "报表", allowance_ledger),)
