"""find, show, ledger list, ledger NAME."""

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from gridcenter.access.actors import Right
from gridcenter.access.log import note_access
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import show_id
from gridcenter.base.periods import Month, today
from gridcenter.commands.frame import Answer, opened
from gridcenter.ledgers.model import Ledger, LedgerDef, Scope
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.office import Office
from gridcenter.register.services.structure import find_area
from gridcenter.wings import LEDGERS


def run_find(arguments: argparse.Namespace) -> Answer:
    """Search everything."""
    with opened(arguments, writing=False) as office, office.database.read() as session:
        office.actor.require(Right.READ)
        hits = office.index.find(session, " ".join(arguments.text))
    data = [
        {"kind": hit.kind, "id": show_id(hit.record), "title": hit.title, "grid": hit.place}
        for hit in hits
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
    definition = next((one for one in LEDGERS if one.name == arguments.name), None)
    if definition is None:
        raise NotFound(f"没有名为“{arguments.name}”的台账。gridcenter ledger list 可以看到全部")
    if not arguments.month or not arguments.output:
        raise RuleBroken("month", "请用 --month 给出月份（如 2026-10），用 -o 给出文件名")
    with opened(arguments, writing=False) as office:
        made = make_file(
            office, definition, Month.parse(arguments.month), arguments.area, Path(arguments.output)
        )
    data = {
        "rows": made.rows, "pages": made.pages, "sha256": made.sha256, "sealed": False,
        "missing_glyphs": [f"{char}（{where}）" for char, where in made.missing],
    }  # fmt: skip
    lines = [f"{definition.title}：{made.rows:,} 行，{made.pages} 页，存为 {arguments.output}"]
    lines += [f"缺字：{words}" for words in data["missing_glyphs"]]
    return Answer(data, lines)


@dataclass(frozen=True, slots=True)
class Made:
    """A ledger file that was made; `missing` are the characters no font has, and where."""

    rows: int
    pages: int
    sha256: str
    missing: tuple[tuple[str, str], ...]


def make_file(
    office: Office, definition: LedgerDef, month: Month, area: str, target: Path
) -> Made:
    """Make a ledger file and log it when it holds personal data.

    Raises NotFound for an unknown area, RuleBroken for an ending that is neither .pdf nor .xlsx.
    """
    office.actor.require(Right.PRINT)
    ending = target.suffix.lower()
    if ending not in {".pdf", ".xlsx"}:
        raise RuleBroken("output", f"文件名“{target.name}”要以 .pdf 或 .xlsx 结尾")
    with office.database.read() as session:
        ledger = _build(session, definition, month, area)
    rows = sum(row.kind == "body" for row in ledger.parts[0].rows)
    if ending == ".pdf":
        printed = print_ledger(ledger, target)
        missing = tuple((one.char, one.where) for one in printed.missing)
        made = Made(rows, printed.pages, printed.sha256, missing)
    else:
        write_ledger(ledger, target)
        made = Made(rows, 0, hashlib.sha256(target.read_bytes()).hexdigest(), ())
    if ledger.personal:
        _log(office, ledger, rows, target)
    return made


def _build(session: Session, definition: LedgerDef, month: Month, area: str) -> Ledger:
    unit = find_area(session, area, month) if area else None
    return definition.build(session, Scope(month, unit, min(month.last, today())))


def _log(office: Office, ledger: Ledger, rows: int, target: Path) -> None:
    with office.database.write(office.actor) as session:
        what = f"导出 {ledger.title} {ledger.number}（{target.suffix[1:]}）"
        note_access(session, office.actor, what=what, count=rows)
