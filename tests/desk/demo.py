"""A desk full of fictional pages, to photograph and to press on."""

from datetime import date

from demo_workbench import workbench
from people import id_of, people_list

from gridcenter.base.periods import Month
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.cards import Card
from gridcenter.desk.charts import Ring
from gridcenter.desk.chips import Chip, chip
from gridcenter.desk.choices import Choice
from gridcenter.desk.day_field import DayField
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.drawer_parts import Due, Event, Fact, due_box, event_list, fact_list
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.fields import ChoiceField, LineField, LinesField, NumberField, TickField
from gridcenter.desk.form_grid import FormGrid, Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import RIGHT, block, cells, column, row, rule
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_page import ListPage
from gridcenter.desk.login import LoginPage
from gridcenter.desk.page import Act, Page
from gridcenter.desk.picking import PickField
from gridcenter.desk.preview import Preview
from gridcenter.desk.progress_dialog import ProgressLine
from gridcenter.desk.search_field import SearchField
from gridcenter.desk.search_popup import Hit, HitGroup
from gridcenter.desk.shell import Shell
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.sidebar import NavItem
from gridcenter.desk.steps import Steps
from gridcenter.desk.topbar import Account
from gridcenter.desk.wizard import Step, Wizard
from gridcenter.desk.words import IconLabel, words

WINGS = (
    ("desk", "工作台", "layout-dashboard", 0),
    ("grids", "网格", "network", 1),
    ("people", "居民", "users", 1),
    ("visits", "走访", "footprints", 1),
    ("matters", "事项", "clipboard-list", 2),
    ("disputes", "矛盾纠纷", "handshake", 2),
    ("talks", "议事公开", "messages-square", 2),
    ("alarms", "应急", "siren", 2),
    ("party", "党建", "flag", 3),
    ("checks", "督查考核", "clipboard-check", 3),
    ("ledgers", "台账打印", "printer", 4),
    ("exchange", "数据交换", "arrow-left-right", 4),
    ("import", "导入", "file-input", 4),
    ("settings", "设置", "settings", -1),
)
TODAY = date(2026, 11, 3)


def nothing(*_ignored):
    return None


def demo_shell(desk, pages=None):
    """The main window over fictional pages; other pages are blank."""
    look = desk.look
    made = {
        "desk": lambda: workbench(look),
        "people": lambda: ListPage(desk, people_list([])),
        "settings": lambda: controls(desk),
        "import": lambda: importing(look),
    } | (pages or {})
    items = [
        NavItem(key, title, icon, group, made.get(key) or (lambda title=title: Page(look, title)))
        for key, title, icon, group in WINGS
    ]
    shell = Shell(
        look, "严务乡", Account("周敏", "内勤"), Month(2026, 10), items, [Act("退出登录", nothing)]
    )
    shell.topbar.show_pending(17)
    shell.topbar.show_sync("两个包等回执", 2)
    return shell


def drawer(look):
    acts = [
        Act("登记走访", nothing, "footprints", "primary"),
        Act("户卡", nothing, "printer"),
        Act("编辑", nothing, "pencil"),
    ]
    made = Drawer(
        look, "李晓敏", facts="女　39 岁", place="前街网格　3 组 41 号", kind="外出务工", acts=acts
    )
    facts = [
        Fact("证件号码", "1****************6", Act("显示", nothing, "eye")),
        Fact("出生日期", "1987年4月16日"),
        Fact("手机", "136****9920"),
        Fact("户主", "李学明（丈夫）"),
        Fact("现在何处", "天津市武清区（务工）"),
        Fact("联系党员", "马建国　前街党支部"),
    ]
    due = "上次 9月26日：询问孩子转学手续，已转教育专干，10月8日办结。"
    past = [
        Event("footprints", "9月26日", "电话走访　赵丽"),
        Event("clipboard-list", "9月26日", "事项：转学手续　已办结"),
        Event("footprints", "8月19日", "入户走访　马建国"),
    ]
    made.add_tab(
        "详情",
        fact_list(look, facts),
        due_box(Due("今天到期", "due", "本月走访", "马建国", due)),
        event_list(look, "最近的事", past, made.went.emit),
    )
    for title in ("家庭 4", "走访 7", "附件 2", "历史"):
        made.add_tab(title)
    return made


GRIDS = [("qj", "前街网格"), ("hj", "后街网格"), ("dg", "东关网格"), ("xg", "西关网格")]


def form_grid(look):
    """One of each kind of field."""
    grid = FormGrid(look, label=56)
    grid.add("name", "姓名", LineField("如 李晓敏"), required=True)
    grid.add("day", "日期", DayField(look, lambda: TODAY))
    grid.add("grid", "网格", PickField(look, GRIDS))
    grid.add("score", "分数", NumberField(decimals=1))
    grid.add("note", "备注", LinesField("能写几行"))
    grid.add("party", "党员", TickField("是党员"))
    return grid


def visit_form(parent, desk, submit, **more):
    form = FormDialog(parent, desk.look, desk.jobs, "登记走访", submit, note="前街网格", **more)
    form.add(form_grid(desk.look))
    return form


METHODS = (
    ("听汇报", "网格长当面汇报本月工作", 20, "18", "没讲上月整改结果", ""),
    ("看实绩", "随机入户 5 户，看环境与满意度", 40, "35", "两户不认识网格员", "3 张照片"),
    ("评责任", "党员、组长评议到岗与担当", 20, "17.5", "巡查晚到一次", ""),
    ("查台账", "走访、巡查、事项三本台账", 20, "16", "签字缺两处", "1 份附件"),
)


def inspection(parent, desk, submit):
    """The form of the picture c-inspection."""
    look = desk.look
    form = FormDialog(
        parent,
        look,
        desk.jobs,
        "月度督查打分",
        submit,
        note="柳庄网格　2026年10月　第 5 次督查",
        save="保存并查下一个",
        width=1010,
    )
    slots = {
        "day": Slot(look, "day", "督查日期", DayField(look, lambda: TODAY)),
        "who": Slot(look, "who", "督查人", ChoiceField(Choice("督查人", [(1, "周敏、陈国栋")]))),
        "opinion": Slot(look, "opinion", "督查意见", LineField()),
    }
    slots["day"].field.put(date(2026, 10, 28))
    slots["opinion"].field.put("环境整治见效，台账签字要当日补齐；下月复查入户知晓率。")
    heads = [words(h, "note") for h in ("方式", "满分", "得分", "扣分缘由（扣分必填）", "凭据")]
    lines = [heads]
    for n, (name, what, full, score, why, proof) in enumerate(METHODS):
        points, reason = NumberField(decimals=1), LineField("没有扣分可以空着")
        points.put(score)
        reason.put(why)
        slots[f"score{n}"] = Slot(look, f"score{n}", f"{name}得分", points)
        slots[f"why{n}"] = Slot(look, f"why{n}", f"{name}扣分缘由", reason)
        lines.append(
            [
                block(column(words(name, "strong"), words(what, "small"), gap=0)),
                words(str(full), "second", align=RIGHT),
                slots[f"score{n}"],
                slots[f"why{n}"],
                Button(look, proof or "添加", "paperclip", "link"),
            ]
        )
    limit = [
        Slot(look, f"limit{n}", f"问题 {n + 1} 整改期限", DayField(look, lambda: TODAY), apart=True)
        for n in (0, 1)
    ]
    limit[0].field.put(date(2026, 11, 4))
    limit[1].field.put(date(2026, 10, 25))
    problems = [[words(h, "note") for h in ("问题", "责任人", "整改期限", "")]]
    for n, text in enumerate(
        ("巡查台账 10月9日、10月17日两处缺签字", "村西垃圾池清运不及时，群众反映两次")
    ):
        what = Slot(look, f"what{n}", f"问题 {n + 1}", LineField())
        what.field.put(text)
        slots |= {f"what{n}": what, f"limit{n}": limit[n]}
        problems.append(
            [
                what,
                Choice(f"问题 {n + 1} 责任人", [(1, "柳长河")], width=110),
                limit[n],
                IconButton(look, "trash-2", "删去这一条"),
            ]
        )
    ring = block(
        column(
            Ring(look, "得分", 86.5, 100, "良好"),
            words("80 分以下才提约谈建议", "small"),
            gap=4,
            pad=10,
        ),
        "sunken",
        width=176,
    )
    facts = row(
        words("督查日期", "second"),
        slots["day"],
        10,
        words("督查人", "second"),
        slots["who"],
        10,
        words("被查网格长", "second"),
        words("柳长河", "strong"),
        None,
        words("上月 86 分", "note"),
    )
    form.add(
        facts,
        rule(),
        row((cells(lines, {3: 1}, 16), 1), ring, gap=20),
        rule(),
        row(
            words("发现的问题", "head"),
            words("2 条", "note"),
            None,
            Button(look, "添一条", "plus", "link"),
        ),
        cells(problems, {0: 1}, 8, 6),
        *[slot.error_line for slot in limit],
        row(words("督查意见", "second"), (slots["opinion"], 1), gap=12),
    )
    form.adopt(*slots.values())
    return form


def controls(desk):
    """Every control in its states, as in j-controls."""
    look = desk.look
    page = Page(look, "控件", "每一种的每个样子")
    grid = form_grid(look)
    bad = grid.add("bad", "有错", LineField())
    bad.field.put("10-25")
    bad.show_error("整改期限不能早于 10月28日，可填 11-04")
    off = grid.add("off", "不可改", LineField())
    off.field.put("不可改")
    off.field.setEnabled(False)
    primary_off, plain_off = (
        Button(look, "打印", "printer", "primary"),
        Button(look, "导出", "upload"),
    )
    primary_off.setEnabled(False)
    plain_off.setEnabled(False)
    buttons = cells(
        [
            [Button(look, "打印", "printer", "primary"), primary_off],
            [Button(look, "导出", "upload"), plain_off],
            [Button(look, "更多", "ellipsis", "quiet"), Button(look, "全部 17 件", "", "link")],
        ],
        across=12,
        down=10,
    )
    tones = [
        row(
            chip("独居老人"),
            chip("党员", "accent"),
            chip("今天", "due"),
            chip("逾期 2 天", "over"),
            None,
            gap=6,
        ),
        row(
            chip("已封存", "done"),
            chip("有更正", "info"),
            chip("退回", "error"),
            chip("Ctrl+N", "key"),
            None,
            gap=6,
        ),
    ]
    line = ProgressLine(look)
    line.words.setText("正在打印　14 / 22")
    line.bar.setValue(62)
    tick = TickField("勾上")
    tick.setChecked(True)
    middle = column(
        Card(look, "按钮", row(buttons, None), None),
        Card(look, "勾选", row(tick, TickField("没勾"), None)),
        Card(look, "状态", *tones),
        Card(look, "进度", line),
        gap=12,
    )
    empty = EmptyState(look, "还没有十月的督查", "新建督查")
    empty.say("还没有十月的督查", "新建督查", "inbox", "plus")
    right = column((Card(look, "空列表", (empty, 1)), 1))
    page.add((row((Card(look, "填写", grid, None), 10), (middle, 9), (right, 11), gap=12), 1))
    return page


MAP = (
    ("户主姓名", "姓名", "刘长青", "done"),
    ("身份证", "证件号码", "1326…0913", "done"),
    ("联系方式", "手机", "138…5521", "done"),
    ("家里情况", "户类", "外出务工户", "due"),
    ("备注2", "不导入", "见附页", "text3"),
)
VERDICTS = (
    ("3", "刘长青", "1****************3", Chip("新增", "done", "plus"), "前街网格　3 组"),
    ("4", "刘秀云", "1****************7", Chip("更新", "info", "pencil"), "手机改为 138****0042"),
    (
        "5",
        "高雪",
        "1****************0",
        Chip("退回", "error", "x"),
        "末四位被表格软件改成 1000，请补号",
    ),
    ("6", "郑海", "1****************1", Chip("不变", "plain", "minus"), "与登记的完全相同"),
    ("8", "孙二妮", "1****************1", Chip("留意", "due", "triangle-alert"), "可能是迁入"),
)
ICONS = {"done": "circle-check", "due": "triangle-alert", "text3": "minus"}


def importing(look):
    """The third step of f-import."""
    page = Page(look, "导入居民", "从表格", [Act("取消", nothing, "x", "quiet")])
    steps = Steps(look, ("选文件", "对列", "核对", "写入"))
    steps.go(2)
    file = row(
        IconLabel(look, "file-spreadsheet", "done"),
        words("前街后街户口登记表（2026.10）.xlsx", "strong"),
        words("表 1　第 2 行是表头　编码自动识别", "note"),
    )
    bar = block(row((steps, 1), rule(upright=True), file, gap=16, pad=(16, 8, 16, 8)), "card")
    lines = [[words(h, "note") for h in ("表里的列", "", "登记的栏", "样例")]]
    for theirs, ours, sample, tone in MAP:
        lines.append(
            [
                block(row(IconLabel(look, ICONS[tone], tone, 16), words(theirs), gap=6)),
                IconLabel(look, "arrow-right", "text3", 16),
                Choice(f"{theirs} 对应", [(ours, ours)], width=126),
                words(sample, "note"),
            ]
        )
    left = Card(
        look, "列对应", cells(lines, {3: 1}, 10), None, note="5 列", pad=(16, 10, 16, 14), gap=10
    )
    left.setFixedWidth(404)
    view = ShortList(
        look,
        "逐行核对",
        [
            Column("line", "行", lambda r: r[0], 40, number=True),
            Column("name", "姓名", lambda r: r[1], 116),
            Column("number", "证件号码", lambda r: r[2], 168),
            Column("verdict", "结论", lambda r: r[3], 84),
            Column("why", "说明", lambda r: r[4], 0),
        ],
        height=34,
        scrolls=True,
    )
    view.show_rows({id_of(n): r for n, r in enumerate(VERDICTS)})
    view.selectRow(2)
    sums = [
        chip("新增 986", "done"),
        chip("更新 112", "info"),
        chip("不变 28"),
        chip("留意 19", "due"),
        chip("退回 7", "error"),
    ]
    right = Card(
        look,
        "逐行核对",
        row(8, *sums, None, Choice("看哪些行", [(None, "全部行")], width=120), gap=6),
        (view, 1),
        note="共 1,152 行",
        pad=(8, 8, 8, 8),
        inset=8,
    )
    page.add(bar, (row(left, (right, 1), gap=12), 1))
    page.set_foot(
        words("写入后可整批撤回；后来的登记已经用到它们的，要先处理那些登记。", "note"),
        None,
        Button(look, "导出退回行", "file-spreadsheet"),
        8,
        Button(look, "上一步", "chevron-left"),
        Button(look, "写入 1,117 行", "check", "primary"),
    )
    return page


def ledger(look, pdf):
    """A preview with a few options, as in d-ledger."""
    acts = [
        Act("Excel", nothing, "file-spreadsheet"),
        Act("PDF", nothing, "file-text"),
        Act("打印", nothing, "printer", "primary"),
    ]
    page = Page(look, "月度督查台账", "10月　22 行　2 页", acts)
    grid = FormGrid(look, label=46)
    for key, label, text in (
        ("month", "月份", "2026年10月"),
        ("scope", "范围", "全乡 22 个网格"),
        ("paper", "纸张", "A4 横排"),
    ):
        grid.add(key, label, ChoiceField(Choice(label, [(text, text)])))
    grid.add("copies", "份数", NumberField())
    options = block(column(grid, TickField("每个站另起一页"), None, pad=14), "card", width=240)
    preview = Preview(look)
    preview.show_pdf(pdf)
    page.preview = preview
    page.add((row(options, (preview, 1), gap=12), 1))
    return page


def login(look):
    page = LoginPage(
        look, "严务乡", "综治办一号机", "1.0", [("zm", "周敏（内勤）"), ("cgd", "陈国栋（主任）")]
    )
    page.show_last("上次登录 11月2日 17:42　上次备份 11月2日 17:40")
    return page


VILLAGES = [
    ("前街村", "371423200201", "412", "1,268"),
    ("后街村", "371423200202", "387", "1,140"),
    ("东关村", "371423200203", "455", "1,402"),
]


def first_run(look):
    """The second step of g2-first-run."""
    villages = ShortList(
        look,
        "村和社区",
        [
            Column("name", "村名", lambda r: r[0], 0),
            Column("code", "区划代码", lambda r: r[1], 138),
            Column("homes", "户数", lambda r: r[2], 66, number=True),
            Column("people", "人口", lambda r: r[3], 72, number=True),
        ],
        ticks=True,
        height=34,
        scrolls=True,
    )
    villages.show_rows({id_of(n): r for n, r in enumerate(VILLAGES * 5)})
    left = Card(
        look,
        "村和社区",
        SearchField(look, "加一个村：村名或拼音首字母", "plus"),
        (villages, 1),
        note="20 个，已全部勾上",
    )
    grid = FormGrid(look, columns=2)
    for n, name in enumerate(("一级", "二级", "三级")):
        grid.add(f"level{n}", name, LineField(), required=True)
        grid.add(f"homes{n}", "户数", NumberField())
    right = Card(look, "分几级、怎么叫", grid, TickField("一村一个基本网格，先这样建好再调"), None)
    body = block(row((left, 11), (right, 10), gap=16))
    names = ("是哪个乡镇", "站和网格", "谁来管", "恢复码", "完成")
    steps = [Step(name, body if n == 1 else words(name)) for n, name in enumerate(names)]
    guide = Wizard(
        look,
        "第一次使用",
        "大约五分钟，每一步都可以回头改",
        steps,
        other=Act("加入已有的一台", nothing, "usb"),
    )
    guide.place.setText("德州市　庆云县　严务乡")
    return guide


FOUND = [
    HitGroup(
        "居民",
        14,
        [
            Hit("users", "李晓敏", "女 39　前街网格 3 组　136****9920", 1, "李晓敏", "L·X·M"),
            Hit("users", "李学明", "男 46　前街网格　网格员", 2, "李学明", "L·X·M"),
            Hit("users", "李雪茂", "男 71　东关网格", 3, "李雪茂", "L·X·M"),
        ],
    ),
    HitGroup(
        "事项",
        2,
        [
            Hit(
                "clipboard-list", "李晓敏反映孩子转学手续", "前街网格　已办结　10月8日", 4, "李晓敏"
            ),
            Hit(
                "clipboard-list", "李祥茂户危房门楼修缮", "马店网格　办理中　还剩 3 天", 5, "李祥茂"
            ),
        ],
    ),
    HitGroup("户", 1, [Hit("house", "李学明户", "前街网格 3 组 41 号　4 人", 6, "李学明")]),
    HitGroup(
        "能做的事",
        0,
        [
            Hit("footprints", "给李晓敏登记走访", "今天到期", 7, keys="Ctrl+回车"),
            Hit("printer", "打印李学明户的户卡", "", 8, keys="Ctrl+P"),
        ],
    ),
]
