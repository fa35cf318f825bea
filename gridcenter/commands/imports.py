"""import KIND FILE, import undo BATCH."""

import argparse
import sys
from pathlib import Path
from typing import Any

from gridcenter.base.errors import NotFound
from gridcenter.base.ids import read_id, show_id
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.commands.frame import Answer, opened
from gridcenter.sheets.imports import Context, export_verdicts, run_import, undo_import
from gridcenter.sheets.layouts import Layout
from gridcenter.sheets.shapes import load_mapping
from gridcenter.sheets.verdicts import Tally
from gridcenter.store.durable import check_writable
from gridcenter.wings import IMPORTS


def run_import_file(arguments: argparse.Namespace) -> Answer:
    """Import a spreadsheet."""
    kind = next(kind for kind in IMPORTS if kind.name == arguments.kind)
    shape = kind.shape(Context(today()))
    layout = Layout(load_mapping(Path(arguments.map), shape)) if arguments.map else None
    path = Path(arguments.file)
    target = Path(arguments.verdicts) if arguments.verdicts else None
    if target is not None:
        check_writable(target)
    with opened(arguments) as office:
        done = run_import(
            office.database, office.actor, kind, path,
            today=today(), layout=layout, dry=arguments.dry_run,
            progress=Progress() if arguments.json else Progress(_tell),
        )  # fmt: skip
        if target is not None:
            export_verdicts(office.database, office.actor, done, target)
    data = _data(done.tally) | {
        "batch": "" if arguments.dry_run else show_id(done.batch),
        "unmatched": list(done.reading.unmatched),
        "notes": list(done.reading.notes),
    }
    return Answer(data, _lines(done.tally, data, arguments))


def _data(tally: Tally) -> dict[str, Any]:
    return {
        "rows": tally.rows, "created": tally.created, "updated": tally.updated,
        "unchanged": tally.unchanged, "rejected": tally.rejected, "warnings": tally.warnings,
        "reasons": dict(tally.reasons),
    }  # fmt: skip


def _lines(tally: Tally, data: dict[str, Any], arguments: argparse.Namespace) -> list[str]:
    lines = [
        (f"共 {tally.rows:,} 行：新增 {tally.created:,}，更新 {tally.updated:,}，"
        f"不变 {tally.unchanged:,}，没有导入 {tally.rejected:,}；留意 {tally.warnings:,} 处"),
        *data["notes"],
    ]
    if data["unmatched"]:
        lines.append(f"没有用到的列：{'、'.join(data['unmatched'])}")
    if arguments.verdicts:
        lines.append(f"逐行结论在 {arguments.verdicts}，改好“要改的行”可以直接再导入")
    if arguments.dry_run:
        lines.append("这是试导入，什么都没有写入")
    else:
        lines.append(f"批次号 {data['batch']}，要撤回：gridcenter import undo {data['batch']}")
    return lines


def run_undo(arguments: argparse.Namespace) -> Answer:
    """Take an import back."""
    try:
        batch = read_id(arguments.batch)
    except ValueError:
        raise NotFound(f"“{arguments.batch}”不是批次号，请从导入时的提示里抄全") from None
    with opened(arguments) as office:
        undone = undo_import(office.database, office.actor, IMPORTS, batch)
    return Answer({"undone": undone}, [f"已撤回，改回 {undone:,} 条记录"])


def _tell(done: int, total: int, text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text} {done:,}/{total:,}", end="", file=sys.stderr)  # noqa: T201


def run(arguments: argparse.Namespace) -> Answer:
    """Import a file, or take a batch back."""
    if arguments.kind == "undo":
        arguments.batch = arguments.file
        return run_undo(arguments)
    return run_import_file(arguments)
