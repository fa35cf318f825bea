"""The diagnostic report: how the program stands on this PC, and nothing of anybody's data."""

import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from gridcenter import __version__
from gridcenter.desk.faults import LOG

NATIVE = "native.log"
"""Where the interpreter writes its last words when it dies at once."""
_TAIL = 400
_NATIVE = re.compile(r"(Fatal Python error|Windows fatal exception|Current thread|Thread 0x)[\w :(),-]*")
_FRAME = re.compile(r'\s*File "(.+)", line (\d+) in ([\w.<>]+)')


@dataclass(frozen=True, slots=True)
class DataState:
    """What is known of the open data: revision of the schema, rows by table, bytes."""

    revision: str
    size: int
    rows: Mapping[str, int] = field(default_factory=dict)


def diagnosis(folder: Path, data: DataState | None) -> str:
    """Return the report; `data` is None while no folder is open."""
    parts = {
        "程序": _program(),
        "屏幕": _screens(),
        "数据": _data(data),
        "差错记录": _tail(folder / LOG),
        "意外中断": [line for line in map(native_line, _tail(folder / NATIVE)) if line],
    }
    lines = ["网格中心诊断报告：只有程序的情况，没有姓名、号码和登记的内容"]
    for title, said in parts.items():
        lines += ["", f"【{title}】", *(said or ["没有"])]
    return "\n".join(lines) + "\n"


def native_line(line: str) -> str:
    """Keep of a line of the interpreter's last words what names no folder, else ""."""
    frame = _FRAME.fullmatch(line.rstrip())
    if frame:
        return f"  {PurePath(frame[1].replace(chr(92), '/')).name}:{frame[2]} {frame[3]}"
    head = _NATIVE.match(line)
    return head[0] if head else ""


def _program() -> list[str]:
    return [
        f"时间 {datetime.now().astimezone():%Y-%m-%d %H:%M}",
        f"版本 {__version__}　Python {platform.python_version()}　Qt {qVersion()}",
        f"系统 {platform.system()} {platform.release()} {platform.version()}　{platform.machine()}",
    ]


def _screens() -> list[str]:
    return [
        f"{one.size().width()}×{one.size().height()}　缩放 {one.devicePixelRatio():.2f}"
        f"　每英寸 {one.logicalDotsPerInch():.0f} 点"
        for one in QGuiApplication.screens()
    ] + [f"显示方式 {QGuiApplication.platformName()}"]


def _data(data: DataState | None) -> list[str]:
    if data is None:
        return ["没有打开"]
    counts = [f"{name}　{count:,}" for name, count in data.rows.items() if count]
    return [f"结构 {data.revision}　文件 {data.size:,} 字节", *counts]


def _tail(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:]
    except OSError:
        return []
