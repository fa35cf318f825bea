"""init, count, check, backup, restore, log."""

import argparse
from dataclasses import asdict

from gridcenter.access.actors import Right
from gridcenter.access.log import broken_log_line, read_log
from gridcenter.commands.frame import Answer, opened, password
from gridcenter.office import found
from gridcenter.store.check import check
from gridcenter.wings import COUNTS


def run_init(arguments: argparse.Namespace) -> Answer:
    """Set a data folder up."""
    founding = found(
        arguments.data,
        division=arguments.division,
        password=password(arguments),
        name=arguments.name,
        admin=arguments.admin,
        county=arguments.county,
    )
    lines = [
        f"已建好：{founding.township}，{founding.villages} 个村（名单为 2023 年 6 月，仅供参考）",
        f"恢复码（请抄写或打印，锁进柜子；忘了口令只能靠它）：{founding.recovery_code}",
    ]
    return Answer(asdict(founding), lines)


def run_count(arguments: argparse.Namespace) -> Answer:
    """Count everything."""
    with opened(arguments, writing=False) as office, office.database.read() as session:
        office.actor.require(Right.READ)
        counts = {count.key: session.scalar(count.query) or 0 for count in COUNTS}
    titles = {count.key: count.title for count in COUNTS}
    return Answer(counts, [f"{titles[key]}：{number:,}" for key, number in counts.items()])


def run_check(arguments: argparse.Namespace) -> Answer:
    """Check the file."""
    with opened(arguments, writing=False) as office:
        soundness = check(office.database, deep=arguments.deep)
        problems = list(soundness.problems)
        with office.database.read() as session:
            broken = broken_log_line(session)
        if broken is not None:
            problems.append(f"访问记录第 {broken} 行与前后对不上，可能被改动过")
    data = {"ok": not problems, "problems": problems, "digest": soundness.digest}
    return Answer(data, [] if problems else ["完好"], ok=not problems, errors=problems)


def run_log(arguments: argparse.Namespace) -> Answer:
    """Show reveals and exports of personal data."""
    with opened(arguments, writing=False) as office, office.database.read() as session:
        entries = read_log(session, office.actor, arguments.since)
    lines = [f"{e.at}　{e.actor}　{e.what}　{e.count} 条　{e.reason}{e.recipient}" for e in entries]
    return Answer({"entries": [asdict(e) for e in entries]}, lines or ["没有记录"])


