"""The command line (shared with scripts and checks): parses, runs one command, says what came of it.

A command's module is imported when the command is named: most need no paper, no sheet, no exchange.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import platformdirs

from gridcenter import __version__
from gridcenter.desk.faults import LOG, explain

if TYPE_CHECKING:
    from gridcenter.commands.frame import Answer, Command

DONE, REFUSED = 0, 1


def main(arguments: list[str] | None = None) -> int:
    """Run the program: without a command the window, else the command; returns the exit status."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a window on Windows has neither
        stream.reconfigure(encoding="utf-8")
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser(given).parse_args(given)
    if parsed.command is None:
        return _open_window(parsed.data)
    try:
        answer = parsed.run(parsed)
    except KeyboardInterrupt:
        print("已停止，没有做完的部分没有写入", file=sys.stderr)  # noqa: T201
        return REFUSED
    except Exception as error:
        print(explain(error, parsed.data / LOG).words, file=sys.stderr)  # noqa: T201
        return REFUSED
    try:
        _say(answer, as_json=parsed.json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if parsed.command == "demo" and not parsed.no_window and _has_display():
        return _open_window(parsed.data)
    return DONE if answer.ok else REFUSED


def _say(answer: "Answer", *, as_json: bool) -> None:
    lines = answer.lines
    if as_json:
        lines = [json.dumps(answer.data, ensure_ascii=False, sort_keys=True)]
    print("\n".join(lines), flush=True)  # noqa: T201
    for error in answer.errors:
        print(error, file=sys.stderr)  # noqa: T201


def _has_display() -> bool:
    return os.name == "nt" or sys.platform == "darwin" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _open_window(folder: Path) -> int:
    from gridcenter.app import run

    return run(folder)


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese when it is misused."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{message}。加 -h 看说明\n")


def _parser(named: Collection[str]) -> argparse.ArgumentParser:
    """Return the parser; only the commands that are `named` know their arguments."""
    parser = _Parser(prog="gridcenter", description="网格中心：乡镇网格化服务管理")
    default = Path(platformdirs.user_data_dir("gridcenter", appauthor=False))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--data", type=Path, default=default, metavar="DIR", help="数据文件夹")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser.add_argument("--password-file", metavar="FILE", help="口令所在的文件")
    parser.add_argument("--account", default="", metavar="NAME", help="账号；只有一个时不用写")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (words, declare) in COMMANDS.items():
        made = commands.add_parser(name, help=words, description=words)
        if name in named:
            declare(made)
    return parser


_Actions: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001


def _actions(made: _Parser) -> _Actions:
    return made.add_subparsers(dest="action", required=True, metavar="ACTION")


def _add(actions: _Actions, name: str, words: str, run: "Command") -> _Parser:
    made = actions.add_parser(name, help=words, description=words)
    made.set_defaults(run=run)
    return made


def _demo(made: _Parser) -> None:
    from gridcenter.commands import demo

    made.set_defaults(run=demo.run_demo)
    made.add_argument("--no-window", action="store_true", help="做完不打开窗口")
    made.add_argument("--small", action="store_true", help="只要十分之一的户")


def _init(made: _Parser) -> None:
    from gridcenter.commands import setup

    made.set_defaults(run=setup.run_init)
    made.add_argument("--division", required=True, metavar="CODE", help="9 位乡镇代码，县为 6 位")
    made.add_argument("--name", default="", help="名称，不写用名单里的")
    made.add_argument("--admin", default="", metavar="NAME", help="第一个账号的登录名")
    made.add_argument("--county", action="store_true", help="这是县级节点")


def _count(made: _Parser) -> None:
    from gridcenter.commands import setup

    made.set_defaults(run=setup.run_count)


def _check(made: _Parser) -> None:
    from gridcenter.commands import setup

    made.set_defaults(run=setup.run_check)
    made.add_argument("--deep", action="store_true", help="按操作记录重放，与各表比对")


def _log(made: _Parser) -> None:
    from gridcenter.commands import setup

    made.set_defaults(run=setup.run_log)
    made.add_argument("--since", default="", metavar="DATE")


def _backup(made: _Parser) -> None:
    from gridcenter.commands import keeping

    made.set_defaults(run=keeping.run_backup)
    made.add_argument("-o", dest="output", required=True, metavar="FILE")


def _restore(made: _Parser) -> None:
    from gridcenter.commands import keeping

    made.set_defaults(run=keeping.run_restore)
    made.add_argument("file")


def _account(made: _Parser) -> None:
    from gridcenter.access.actors import ROLES
    from gridcenter.commands import accounts

    actions = _actions(made)
    _add(actions, "list", "全部账号", accounts.run_list)
    made = _add(actions, "add", "添加账号", accounts.run_add)
    made.add_argument("login")
    made.add_argument("--name", default="", help="姓名")
    made.add_argument("--role", choices=sorted(ROLES), default="clerk", help="角色")
    made.add_argument("--area", default="", metavar="CODE|NAME", help="只管这个站或网格")
    made = _add(actions, "password", "改口令", accounts.run_password)
    made.add_argument("login")
    made = _add(actions, "recover", "用恢复码重设口令", accounts.run_recover)
    made.add_argument("login", nargs="?", default="")
    made.add_argument("--code", required=True, help="恢复码")


def _import(made: _Parser) -> None:
    from gridcenter.commands import imports
    from gridcenter.wings import IMPORTS

    made.set_defaults(run=imports.run)
    made.add_argument("kind", choices=[*(kind.name for kind in IMPORTS), "undo"])
    made.add_argument("file", metavar="FILE|BATCH")
    made.add_argument("--dry-run", action="store_true", help="只试，不写入")
    made.add_argument("--verdicts", metavar="OUT.xlsx", help="逐行结论写到这个表格")
    made.add_argument("--map", metavar="MAP.json", help="列的对应：{表头: 栏}")


def _duplicates(made: _Parser) -> None:
    from gridcenter.commands import duplicates

    made.set_defaults(run=duplicates.run_duplicates)


def _find(made: _Parser) -> None:
    from gridcenter.commands import ledgers

    made.set_defaults(run=ledgers.run_find)
    made.add_argument("text", nargs="+")


def _ledger(made: _Parser) -> None:
    from gridcenter.commands import ledgers

    made.set_defaults(run=ledgers.run_ledger)
    made.add_argument("name")
    made.add_argument("--month", metavar="YYYY-MM")
    made.add_argument("--area", default="", metavar="CODE|NAME", help="只要这一片")
    made.add_argument("-o", dest="output", metavar="OUT.pdf|OUT.xlsx")


def _responsible(made: _Parser) -> None:
    from gridcenter.commands import responsible

    made.set_defaults(run=responsible.run_responsible)
    made.add_argument("--area", required=True, metavar="CODE|NAME")
    made.add_argument("--day", default="", metavar="YYYY-MM-DD", help="不写就是今天")


def _record(made: _Parser) -> None:
    from gridcenter.commands import entry

    made.set_defaults(run=entry.run_record)
    made.add_argument("kind", choices=sorted(entry.KINDS))
    made.add_argument("--from", dest="source", required=True, metavar="FILE.json")


def _show(made: _Parser) -> None:
    from gridcenter.commands import show
    from gridcenter.store.records import record_classes

    made.set_defaults(run=show.run_show)
    made.add_argument("kind", choices=sorted(record_classes()))
    made.add_argument("id")
    made.add_argument("--reveal", default="", metavar="REASON", help="显示完整内容的事由，记入访问记录")


def _package(made: _Parser) -> None:
    from gridcenter.commands import exchange

    actions = _actions(made)
    made = _add(actions, "export", "封好并交出还没交的记录", exchange.run_export)
    made.add_argument("--to", required=True, metavar="DIR")
    made.add_argument("--for", dest="recipient", metavar="CARD")
    made = _add(actions, "import", "收取数据包", exchange.run_import)
    made.add_argument("files", nargs="+", metavar="FILE")
    _add(actions, "status", "各台电脑收到哪里，缺什么", exchange.run_status)
    made = _add(actions, "receipt", "写回执", exchange.run_receipt)
    made.add_argument("--to", required=True, metavar="DIR")


def _node(made: _Parser) -> None:
    from gridcenter.commands import exchange

    actions = _actions(made)
    made = _add(actions, "card", "写出本机名片", exchange.run_card)
    made.add_argument("-o", dest="output", required=True, metavar="FILE")
    made = _add(actions, "trust", "信任一台电脑的名片", exchange.run_trust)
    made.add_argument("file")
    made = _add(actions, "distrust", "不再信任一台电脑", exchange.run_distrust)
    made.add_argument("node")
    _add(actions, "list", "信任的电脑", exchange.run_nodes)


COMMANDS: dict[str, tuple[str, Callable[[_Parser], None]]] = {
    "demo": ("建一个示例乡镇，打印台账，封一个数据包", _demo),
    "init": ("初始化一个数据文件夹", _init),
    "count": ("各类各有多少", _count),
    "check": ("核对数据文件", _check),
    "backup": ("加密备份并核对", _backup),
    "restore": ("从备份恢复到空的数据文件夹", _restore),
    "log": ("个人信息的显示和导出记录", _log),
    "account": ("账号和口令", _account),
    "import": ("导入表格，或撤回一批：import undo 批次号", _import),
    "duplicates": ("有几对可能重复的登记", _duplicates),
    "find": ("查找", _find),
    "ledger": ("做一本台账；ledger list 列出全部", _ledger),
    "responsible": ("某日谁负责某处", _responsible),
    "record": ("登记（JSON 文件）", _record),
    "show": ("一条记录和它的历史", _show),
    "package": ("数据包", _package),
    "node": ("本机名片和信任的电脑", _node),
}
"""What each command is, and the function that declares its arguments."""
