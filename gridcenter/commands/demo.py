"""demo: a sample township with three months of work, its ledgers, a package, a county node beside it."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.commands.demo_files import SAMPLE_DAY, SampleFile, cut_down, sample_files
from gridcenter.commands.demo_people import care_work, party_over_grids, staff_work, visit_work
from gridcenter.commands.demo_work import earlier_visits, handle_needs
from gridcenter.commands.frame import Answer
from gridcenter.exchange.inbox import import_packages
from gridcenter.exchange.nodes import trust_card, write_card
from gridcenter.exchange.outbox import export_delta
from gridcenter.ledgers.library import month_scope
from gridcenter.ledgers.making import make_file
from gridcenter.office import Office, exists, found, open_office
from gridcenter.register.services.structure import Tree
from gridcenter.sheets.imports import run_import
from gridcenter.store.check import check
from gridcenter.wings import COUNTS, HOLDINGS, IMPORTS, LEDGERS

ACCOUNT = "demo"
DIVISION, COUNTY = "371423200", "371423"
SUMMARY = "demo.json"
_OF_A_GRID = frozenset({"household-card", "visit-list", "campaigns"})
"""Papers with a line or a page for every household: one grid shows them."""

Say = Callable[[str], object]


def run_demo(arguments: argparse.Namespace) -> Answer:
    """Build the sample township in the data folder, or say what an earlier run built there."""
    folder: Path = arguments.data
    summary = folder / SUMMARY
    if exists(folder):
        if not summary.exists():
            raise RuleBroken("folder", f"{folder} 里已有真实的数据，示例请建在别的文件夹（--data）")
        data = json.loads(summary.read_text(encoding="utf-8"))
        return Answer(data, ["示例以前已建好，没有重建。要重建请先删掉这个文件夹", *_lines(folder, data)])
    start = time.perf_counter()
    say = _silent if arguments.json else _speak
    data = _build(folder, small=arguments.small, say=say)
    data["seconds"] = round(time.perf_counter() - start, 1)
    summary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return Answer(data, _lines(folder, data))


def _lines(folder: Path, data: dict[str, Any]) -> list[str]:
    titles = {count.key: count.title for count in COUNTS}
    return [
        "　".join(f"{titles[key]} {number:,}" for key, number in data["counts"].items()),
        f"台账 {len(data['papers'])} 本，在 {folder / 'papers'}",
        f"数据包 {data['package']}，县级节点 {data['county']} 已收下，两边一致",
        f"账号 {ACCOUNT}，口令 {ACCOUNT}。打开窗口：gridcenter --data {folder}",
    ]


def _build(folder: Path, *, small: bool, say: Say) -> dict[str, Any]:
    county = folder.with_name(f"{folder.name}-county")
    stick = folder.with_name(f"{folder.name}-stick")
    for beside in (county, stick):
        shutil.rmtree(beside, ignore_errors=True)
    stick.mkdir(parents=True)
    found(folder, division=DIVISION, password=ACCOUNT, admin=ACCOUNT)
    found(county, division=COUNTY, password=ACCOUNT, admin=ACCOUNT, county=True)
    with open_office(folder, ACCOUNT, ACCOUNT, "命令行") as office:
        _take_in(office, small=small, say=say)
        say("登记三个月的工作")
        with office.database.write(office.actor) as session:
            earlier_visits(session, office.actor)
            handle_needs(session, office.actor)
        for work in (visit_work, care_work, party_over_grids, partial(staff_work, holdings=HOLDINGS)):
            with office.database.write(office.actor) as session:
                work(session, office.actor)
        papers = _print(office, folder / "papers", say)
        say("封数据包，县级节点收取")
        package = _hand_to_county(office, county, stick)
        with office.database.read() as session:
            counts = {count.key: session.scalar(count.query) or 0 for count in COUNTS}
    return {"counts": counts, "papers": papers, "package": str(package), "county": str(county)}


def _take_in(office: Office, *, small: bool, say: Say) -> None:
    kinds = {kind.name: kind for kind in IMPORTS}
    with TemporaryDirectory() as scratch:
        files: list[SampleFile] = sample_files()
        if small:
            files = cut_down(files, Path(scratch))
        for file in files:
            kind = kinds[file.kind]
            done = run_import(office.database, office.actor, kind, file.path, today=SAMPLE_DAY)
            say(f"导入 {file.path.name}：新增 {done.tally.created:,}，没有导入 {done.tally.rejected:,}")


def _print(office: Office, target: Path, say: Say) -> list[str]:
    target.mkdir(exist_ok=True)
    month = Month.of(SAMPLE_DAY)
    with office.database.read() as session:
        first = Tree.load(session, month).level("grid")[0].id
    made = []
    for definition in LEDGERS:
        scope = month_scope(month, first if definition.name in _OF_A_GRID else None, SAMPLE_DAY)
        path = target / f"{definition.title}.pdf"
        printed = make_file(office.database, office.actor, definition, scope, path)
        say(f"打印 {definition.title}：{printed.pages} 页")
        made.append(str(path))
    return made


def _hand_to_county(office: Office, county: Path, stick: Path) -> Path:
    own, theirs = stick / "township.gccard", stick / "county.gccard"
    write_card(office.database, office.actor, own)
    with open_office(county, ACCOUNT, ACCOUNT, "命令行") as node:
        write_card(node.database, node.actor, theirs)
        trust_card(node.database, node.actor, own)
        trust_card(office.database, office.actor, theirs)
        done = export_delta(office.database, office.actor, office.folder, stick)
        files = [parcel.file for parcel in done.parcels]
        import_packages(node.database, node.actor, node.folder, files)
        if check(node.database).digest != check(office.database).digest:
            raise RuleBroken("package", "县级节点收到的和乡镇的不一致，请把这件事告诉维护人员")
    return files[0]


def _speak(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def _silent(_words: str) -> None:
    pass
