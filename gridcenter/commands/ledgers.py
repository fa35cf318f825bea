"""find, show, ledger list, ledger NAME."""

import argparse
from pathlib import Path

from gridcenter.access.actors import Right
from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import show_id
from gridcenter.base.periods import Month, today
from gridcenter.commands.frame import Answer, opened
from gridcenter.ledgers.library import find_ledger, month_scope
from gridcenter.ledgers.making import make_file
from gridcenter.ledgers.model import Scope
from gridcenter.office import Office
from gridcenter.register.services.structure import find_area
from gridcenter.store.finding import find
from gridcenter.wings import LEDGERS

_PER_KIND = 20


def run_find(arguments: argparse.Namespace) -> Answer:
    """Search everything."""
    with opened(arguments, writing=False) as office, office.database.read() as session:
        office.actor.require(Right.READ)
        found = find(session, office.index.sources, " ".join(arguments.text), _PER_KIND)
    data = [
        {"kind": one.source.kind, "id": show_id(hit.record), "title": hit.title, "grid": hit.place}
        for one in found
        for hit in one.hits
    ]
    return Answer({"hits": data}, [f"{h['title']}　{h['grid']}" for h in data] or ["没有找到"])


def run_list(_arguments: argparse.Namespace) -> Answer:
    """List the ledgers."""
    data = [{"name": one.name, "title": one.title, "kind": one.kind} for one in LEDGERS]
    return Answer({"ledgers": data}, [f"{one.name:12}　{one.title}" for one in LEDGERS])


def run_ledger(arguments: argparse.Namespace) -> Answer:
    """Make a ledger as PDF or XLSX, by the ending of the output file."""
    if arguments.name == "list":
        return run_list(arguments)
    definition = find_ledger(LEDGERS, arguments.name)
    if not arguments.month or not arguments.output:
        raise RuleBroken("month", "请用 --month 给出月份（如 2026-10），用 -o 给出文件名")
    with opened(arguments, writing=False) as office:
        scope = _scope(office, Month.parse(arguments.month), arguments.area)
        made = make_file(
            office.database, office.actor, definition, scope, Path(arguments.output)
        )
    missing = [f"{char}（{where}）" for char, where in made.missing]
    data = {
        "rows": made.rows, "pages": made.pages, "sha256": made.sha256, "sealed": False,
        "missing_glyphs": missing,
    }  # fmt: skip
    lines = [f"{definition.title}：{made.rows:,} 行，{made.pages} 页，存为 {arguments.output}"]
    lines += [f"缺字：{words}" for words in missing]
    return Answer(data, lines)


def _scope(office: Office, month: Month, area: str) -> Scope:
    with office.database.read() as session:
        unit = find_area(session, area, month) if area else None
    return month_scope(month, unit, today())
