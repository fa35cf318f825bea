"""What those in posts are paid, taught, and seen at, in the sample township."""

from datetime import date, timedelta
from decimal import Decimal

from gridcenter.base.periods import Month
from gridcenter.staff.services.allowance import AbsenceEntry, change_allowance, note_absence
from gridcenter.staff.services.allowance_rates import RateEntry, raise_rate, set_rate
from gridcenter.staff.services.checks import CheckEntry, ItemEntry, finish_check, record_check
from gridcenter.staff.services.crew import crew
from gridcenter.staff.services.training import TrainingEntry, attendances, hold_training, mark
from tests.scenes.day import TODAY

_PAPER = "严政办发〔2026〕3号"
_RATES = (("head", 300), ("full", 1800), ("part", 400))


def crew_work(office) -> None:
    """Enter rates, somebody away, an amount by hand, two sessions, three checks."""
    actor = office.actor
    with office.database.write(actor) as session:
        for kind, amount in _RATES:
            rate = set_rate(session, actor, RateEntry(
                kind, Decimal(amount), "month", date(2026, 1, 1), document=_PAPER
            ))  # fmt: skip
        later, paper = date(2026, 7, 1), "严政办发〔2026〕21号"
        raise_rate(session, actor, rate.id, amount=Decimal(450), since=later, document=paper)
        people = list(crew(session, TODAY))
        workers = [p for p, one in crew(session, TODAY).items() if one.post in {"worker", "part_time"}]
        first, last, ill = (date(2026, 10, day) for day in (12, 14, 20))
        note_absence(session, actor, AbsenceEntry(workers[1], first, last, "personal"))
        note_absence(session, actor, AbsenceEntry(workers[2], ill, ill, "sick", paid=True))
        change_allowance(
            session, actor, person_id=workers[3], month=Month(2026, 10), amount=Decimal("-120.50"),
            reason="九月多发，中心主任批",
        )  # fmt: skip
        for subject, kind, days in (("走访记录怎么写、诉求怎么转", "skill", 14), ("秋冬防火和取暖安全", "safety", 1)):
            made = hold_training(session, actor, TrainingEntry(
                TODAY - timedelta(days=days), subject, kind, Decimal(4), "乡政府三楼会议室", "周敏",
                "网格化服务管理中心",
            ), people[:24])  # fmt: skip
            for one in attendances(session, made.id)[:2]:
                mark(session, actor, one.id, state="away", reason="到县里开会")
        items = (
            ItemEntry("presence", "good"), ItemEntry("visits", "mend", "十月漏了三户"),
            ItemEntry("board", "fair", "电话没换"),
        )  # fmt: skip
        for place, person in enumerate(workers[:3]):
            day = TODAY - timedelta(days=12 - place)
            check = record_check(session, actor, CheckEntry(
                day, "周敏", person, found="上午到村里，人在。翻了十月的走访记录，又入户问了两户。",
                items=items[: place + 1], agreed="补记三户走访，换公示牌上的电话" if place else "",
                deadline=day + timedelta(days=6) if place else None,
            ), today=TODAY)  # fmt: skip
        finish_check(session, actor, check.id, on=TODAY, outcome="都补了，牌子换了新电话")
