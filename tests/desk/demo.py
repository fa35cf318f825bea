"""A desk full of fictional pages, to photograph and to press on."""

from gridcenter.base.periods import Month
from gridcenter.desk.layouts import column, row
from gridcenter.desk.cards import Card, Tile
from gridcenter.desk.page import Act, Page
from gridcenter.desk.shell import Shell
from gridcenter.desk.sidebar import NavItem
from gridcenter.desk.topbar import Account

WINGS = (
    ("desk", "工作台", "layout-dashboard", 0), ("grids", "网格", "network", 1), ("people", "居民", "users", 1),
    ("visits", "走访", "footprints", 1), ("matters", "事项", "clipboard-list", 2), ("disputes", "矛盾纠纷", "handshake", 2),
    ("talks", "议事公开", "messages-square", 2), ("alarms", "应急", "siren", 2), ("party", "党建", "flag", 3),
    ("checks", "督查考核", "clipboard-check", 3), ("ledgers", "台账打印", "printer", 4), ("exchange", "数据交换", "arrow-left-right", 4),
    ("import", "导入", "file-input", 4), ("settings", "设置", "settings", -1),
)


def demo_shell(look, make=None):
    made = make or {}
    items = [NavItem(k, t, i, g, made.get(k) or (lambda t=t: Page(look, t))) for k, t, i, g in WINGS]
    shell = Shell(look, "严务乡", Account("周敏", "内勤"), Month(2026, 10), items)
    shell.topbar.show_pending(17)
    shell.topbar.show_sync("两个包等回执", 2)
    return shell
