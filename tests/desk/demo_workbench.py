"""The workbench of a-workbench, on fictional figures."""

from people import id_of

from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card, Tile
from gridcenter.desk.charts import Bars, Line, Point
from gridcenter.desk.chips import Chip, chip
from gridcenter.desk.heat import Heat, HeatCell, HeatColumn, HeatLine
from gridcenter.desk.layouts import column, row, rule
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.page import Act, Page
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.words import IconLabel, words

TILES = (
    ("clock", "今天到期", "due", "12", "走访 6　事项 4"),
    ("triangle-alert", "已经逾期", "over", "5", "最久 2 天"),
    ("shield-check", "等待核查", "text2", "4", "办结待回访"),
    ("lock-open", "台账未封存", "text2", "3", "共 7 本，5 日前"),
    ("package", "包未回执", "text2", "2", "最久 4 天"),
)
OVER = Chip("逾期 2 天", "over", "triangle-alert")
NOW = Chip("今天", "due", "clock")
DUE = (
    (OVER, "走访", "李秀梅户（独居老人）", "前街", "马建国"),
    (OVER, "事项", "村东排水沟堵塞，雨后倒灌", "杨湾", "孙志强"),
    (OVER, "12345", "夜间施工扰民，要求回访", "新村", "赵丽"),
    (NOW, "督查", "整改复查：台账缺签字两处", "柳庄", "周敏"),
    (NOW, "走访", "王德福户（外出务工户）", "石桥", "何玉兰"),
    (NOW, "纠纷", "宅基地滴水纠纷，调解后回访", "张楼", "郭长顺"),
    (NOW, "承诺", "秸秆禁烧承诺书补签 3 份", "南洼", "刘芳"),
)
OPEN, SHUT = Chip("未封存", "due", "lock-open"), Chip("已封存", "done", "lock")
LEDGERS = (
    ("月度督查台账", "22 行", OPEN),
    ("网格巡查台账", "561 行", SHUT),
    ("走访台账", "2,318 行", SHUT),
    ("事项台账", "214 行", OPEN),
    ("矛盾纠纷台账", "37 行", Chip("有更正 1", "info", "pencil")),
    ("12345 台账", "58 行", SHUT),
    ("承诺书签订登记", "96 行", OPEN),
)
NAMES = [
    "前街",
    "后街",
    "东关",
    "西关",
    "柳庄",
    "何寨",
    "马店",
    "孙庙",
    "石桥",
    "郭集",
    "杨湾",
    "小李",
    "大李",
    "北洼",
    "南洼",
    "张楼",
    "王楼",
    "周口",
    "夏庄",
    "刘坊",
    "沙河",
    "新村",
]
PACKS = (
    ("十月增量包 第 47 号", "拷给 县网格中心", "已等 4 天", "over"),
    ("十月附件包 第 12 号", "拷给 县网格中心", "已等 1 天", "due"),
    ("增量包 第 46 号", "拷给 民政所二号机", "已回执", "done"),
)
HEAT = ("走访覆盖率", "事项按期率", "巡查次数", "纠纷化解率", "督查得分")


def _heat(look):
    lines = []
    for n, name in enumerate(HEAT):
        values = [None if (n, k) == (4, 17) else 62 + (n * 13 + k * 7) % 38 for k in range(22)]
        cells = [
            HeatCell("–", "没有数据", -1) if v is None else HeatCell(str(v), f"{v}%", (v - 60) // 8)
            for v in values
        ]
        lines.append(HeatLine(name, "", cells))
    heat = Heat(look, "二十二个网格五项指标")
    heat.show_lines([HeatColumn(f"{name}网格", name) for name in NAMES], lines)
    return heat


def _packs(look):
    items = []
    for name, to, wait, tone in PACKS:
        head = row(IconLabel(look, "package"), words(name, "strong"), None)
        items += [
            column(head, row(words(to, "note"), None, chip(wait, tone), pad=(26, 0, 0, 0)), gap=3),
            rule(),
        ]
    receipt = row(Button(look, "取入回执", "usb"), None)
    return Card(look, "等回执的包", *items[:-1], None, receipt, gap=9, pad=(16, 8, 14, 12))


def _tables(look):
    due = ShortList(
        look,
        "今天要办",
        [
            Column("when", "期限", lambda r: r[0], 96),
            Column("kind", "类别", lambda r: r[1], 62, wide_only=True),
            Column("what", "事由", lambda r: r[2], 0),
            Column("grid", "网格", lambda r: r[3], 58),
            Column("who", "责任人", lambda r: r[4], 70, wide_only=True),
        ],
    )
    due.show_rows({id_of(n): r for n, r in enumerate(DUE)})
    books = ShortList(
        look,
        "十月台账",
        [
            Column("name", "台账", lambda r: r[0], 0),
            Column("rows", "", lambda r: r[1], 76, number=True, wide_only=True),
            Column("state", "状态", lambda r: r[2], 92),
        ],
    )
    books.show_rows({id_of(n): r for n, r in enumerate(LEDGERS)})
    narrow = {"pad": (8, 8, 8, 6), "gap": 4, "inset": 8}
    todo = Card(look, "今天要办", (due, 1), tail=[Button(look, "全部 17 件", "", "link")], **narrow)
    shelf = Card(
        look, "十月台账", (books, 1), tail=[Button(look, "批量打印", "printer", "link")], **narrow
    )
    return row((todo, 54), (shelf, 34), (_packs(look), 27), gap=12)


def workbench(look):
    acts = [Act("登记走访", print, "footprints"), Act("登记事项", print, "plus", "primary")]
    page = Page(look, "工作台", "11月3日　星期二　十月台账 5 日前封存", acts)
    tiles = []
    for icon, title, token, number, note in TILES:
        tile = Tile(look, icon, title, token)
        tile.show_number(number, note)
        tiles.append((tile, 1))
    months = ["5月", "6月", "7月", "8月", "9月", "10月"]
    visits = Bars(look, "走访次数", "次")
    visits.show_points(list(map(Point, months, [1804, 1967, 2102, 1875, 2240, 2318])))
    bars = column(words("走访次数", "note"), (visits, 1), gap=2)
    shares = Line(look, "按期办结率", "%", (95, "目标 95"))
    shares.show_points(list(map(Point, months, [91.2, 92.8, 90.4, 93.5, 94.1, 95.3])))
    line = column(words("事项按期办结率（%）", "note"), (shares, 1), gap=2)
    heat = Card(
        look,
        "二十二个网格一览",
        (_heat(look), 1),
        note="十月　颜色越暖越要留意，点格子看名单",
        pad=(16, 8, 14, 12),
        gap=4,
    )
    trend = Card(
        look, "近六个月", (row((bars, 6), (line, 5), gap=20), 1), pad=(16, 8, 16, 10), gap=4
    )
    heat.setFixedHeight(228)
    page.add(row(*tiles, gap=12), (_tables(look), 1), row((heat, 67), (trend, 49), gap=12))
    return page
