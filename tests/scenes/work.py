"""Pages with their drawers, tabs, lists and forms."""

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from gridcenter.desk.attach_sources import Source
from gridcenter.desk.attach_tab import AttachTab
from gridcenter.desk.import_view import CHANGES
from gridcenter.desk.list_menu import menu_key_place
from gridcenter.desk.list_page import ListPage
from gridcenter.desk.period_filter import SpanPopup
from gridcenter.desk.record_page import RecordPage
from gridcenter.sheets.verdicts import Tally
from tests.scenes.camera import top_dialog
from tests.scenes.township import SCRATCH

NEW = {
    "residents": (("residents-new", "新增居民"),),
    "households": (("households-new", "新增户"),),
    "placing": (("placing-area", "按村或网格划入"),),
    "campaigns": (("campaigns-new", "新增活动"), ("campaigns-aim", "列入名单")),
    "checklists": (("checklists-new", "新增清单"),),
    "rules": (("rules-set", "新增网格体系"),),
    "links": (("links-form", "安排联系人"), ("links-grid", "整个网格安排")),
    "helping": (("helping-form", "登记帮扶"),),
    "concerns": (("concerns-form", "登记关注事项"),),
    "privacy": (("privacy-stop", "停止登记：身份证号"), ("privacy-purpose", "改：走访")),
    "staff": (("staff-appoint", "任职"),),
    "party-cover": (("party-cover-new", "新增党组织"),),
    "visits": (("visits-new", "登记走访"),),
    "plans": (("plans-form", "新增计划"),),
    "matters": (("matters-form", "登记事项"),),
    "disputes": (("disputes-form", "登记纠纷"),),
    "inspections": (("inspections-form", "督查打分"),),
    "allowance": (("allowance-away", "登记不在岗"),),
    "allowance-rates": (("allowance-rates-form", "新增标准"), ("allowance-rates-rule", "计发规则")),
    "training": (("training-form", "登记培训"),),
    "work-checks": (("work-checks-form", "登记检查"),),
    "accounts": (("accounts-form", "新增账号"),),
    "codes": (("codes-form", "新增词"),),
}
"""Names of pictures and the buttons of a page that open a form."""
ON_ONE = {
    "residents": (
        ("residents-edit", "编辑"), ("residents-paper", "本人信息一览"),
        ("reveal", "显示"),
    ),
    "households": (
        ("households-edit", "编辑"), ("households-in", "迁入"), ("households-away", "迁出"),
        ("households-split", "分户"), ("households-join", "并户"), ("households-head", "换户主"),
        ("households-end", "销户"),
    ),
    "dues": (("dues-visit", "登记走访"),),
    "campaigns": (("campaigns-reach", "填送达情况"),),
    "checklists": (("checklists-item", "添一条"),),
    "placing": (("placing-one", "划入网格"),),
    "lookers": (("lookers-pass", "全部移交"),),
    "matters": (("matters-solve", "办结"), ("matters-withdraw", "撤销")),
    "disputes": (("disputes-settle", "改调解结果"),),
    "staff": (("staff-handover", "交接"),),
    "helping": (("helping-measure", "记措施"), ("helping-review", "复核")),
    "concerns": (("concerns-renew", "续期"),),
    "allowance": (("allowance-change", "增减补贴"),),
    "training": (("training-sheet", "打印签到表"),),
    "duplicates": (("duplicates-merge", "合并…"),),
    "grids": (("grids-post", "安排岗位"), ("grids-edit", "编辑网格")),
    "boards": (("boards-posted", "已张贴"),),
    "accounts": (("accounts-role", "改角色"), ("accounts-password", "重设口令"), ("accounts-close", "停用")),
}
"""The same in the drawer of a record."""
ROWS = {"grids": 2, "accounts": 4}
"""Which record is opened where the first one has little to show."""
IDENTITY = "371423198705159984"
MOVED_IN = """村名,基本网格,子网格,户号,户主姓名,姓名,与户主关系,性别,身份证号,联系电话,户类型
严务村,严务村第一网格,严务村第一01子网格,20109001,王守业,王守业,户主,男,371423198203149970,10013800021,一般户
严务村,严务村第一网格,严务村第一01子网格,20109001,王守业,郑秀兰,配偶,女,371423198409269986,10013800022,一般户
严务村,严务村第一网格,严务村第一01子网格,20109001,王守业,王小满,子,男,371423201006059997,,一般户
严务村,严务村第一网格,严务村第一01子网格,20109001,王守业,,女,女,,,一般户
严务村,严务村第一网格,严务村第一01子网格,20100001,贾连峰,贾连峰,户主,男,371423197809139991,10089792026,一般户
严务村,严务村第一网格,严务村第一01子网格,20100001,贾连峰,冯兴东,配偶,女,371423197907099989,10013800023,一般户
严务村,严务村第一网格,严务村第一09子网格,20109002,赵立春,赵立春,户主,男,,10013800024,一般户
"""


def pages(camera):
    """Take every page, and of lists a drawer, its tabs and forms."""
    for item in camera.window._items:
        if camera.wants(item.key) or camera.wants("reveal"):
            page = camera.go(item.key)
            camera.take(item.key)
            if isinstance(page, RecordPage) and page.model.rowCount():
                record(camera, item.key, page)
            for name, button in NEW.get(item.key, ()):
                camera.press(page, button)
                camera.take(name)
                camera.leave()


def record(camera, key, page):
    drawer = camera.drawer(key, ROWS.get(key, 0))
    camera.take(f"{key}-drawer")
    for number in range(1, drawer.tabs):
        drawer.open_tab(number)
        last = number == drawer.tabs - 1
        camera.take(f"{key}-history" if last else f"{key}-drawer-{number + 1}")
    drawer.open_tab(0)
    for name, button in ON_ONE.get(key, ()):
        if camera.shell.here != key:
            camera.drawer(key, ROWS.get(key, 0))
        camera.press(camera.shell._drawers[key], button)
        camera.take(name)
        camera.leave()
    camera.shell.close_drawer()


def typing(camera):
    """Take forms while they are typed into: a household looked for, a day, errors, a number."""
    if not camera.wants("visits-form"):
        return
    page = camera.go("visits")
    form = page.enter_new()
    camera.settle()
    form.submit()
    camera.take("visits-form-errors")
    fields = {key: slot.field for key, slot in form._slots.items()}
    form.activateWindow()
    fields["household_id"].setFocus()
    QTest.keyClicks(fields["household_id"], "jlf")
    camera.take("visits-form-household")
    QTest.keyClick(fields["household_id"], Qt.Key.Key_Return)
    fields["visited_on"].setFocus()
    QTest.keyClick(fields["visited_on"], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    camera.take("visits-form-day")
    camera.app.activePopupWidget().close()
    fields["need"].put("屋后排水沟堵了，下雨院里积水")
    camera.take("visits-form")
    camera.leave()
    form = camera.go("residents").enter_new()
    camera.settle()
    number = form._slots["id_number"].field
    number.setFocus()
    form._slots["name"].field.put("李晓敏")
    QTest.keyClicks(number, IDENTITY)
    camera.take("residents-form")
    camera.leave()


def lists(camera):
    """Take what a list offers: narrowing, columns, ticks, its menu, its sheet."""
    if not camera.wants("list"):
        return
    page = camera.go("residents")
    area = page.filter_bar.choices["area"].widget
    area.open()
    camera.take("list-area")
    camera.leave()
    page.columns.open_under(page.filter_bar.columns)
    camera.take("list-columns")
    camera.leave()
    page.table.setFocus()
    page.table.selectRow(2)
    page._menu(menu_key_place(page.table))
    camera.take("list-menu")
    camera.leave()
    page.filter_bar.put("没有这个人")
    camera.take("list-nothing")
    page.filter_bar.put()
    page = camera.go("visits")
    for row in range(3):
        page.table.selectRow(row)
        QTest.keyClick(page.table, Qt.Key.Key_Space)
    camera.take("list-ticked")
    page.output.print_out(page.model.ticked)
    camera.settle()
    camera.take("list-print")
    camera.leave()
    page.model.clear_ticks()
    period = page.filter_bar.choices["period"]
    popup = SpanPopup(page.window(), page.look, (None, None))
    popup.adjustSize()
    popup.open_under(period.widget)
    camera.take("list-period")
    camera.leave()


def grids(camera):
    """Take the three views of the grid tree."""
    if not camera.wants("grids"):
        return
    views = camera.go("grids").views
    for number, name in enumerate(("grids-chart", "grids-area", "grids-list")):
        views.go(number)
        camera.take(name)
    views.go(0)


def workbench(camera):
    """Take the workbench with its whole list, and what opens from the bar above."""
    if not camera.wants("workbench"):
        return
    page = camera.go("workbench")
    page.todo.set_wide(True)
    camera.take("workbench-all")
    page.todo.set_wide(False)
    for key in ("pending", "sync", "account"):
        camera.shell.topbar.doors[key].click()
        camera.take(f"workbench-{key}")
        camera.leave()


def attachments(camera):
    """Take a matter's attachments, and one of them looked at."""
    if not camera.wants("attach"):
        return
    drawer = camera.drawer("matters")
    number = next(n for n in range(drawer.tabs) if drawer._group.button(n).text().startswith("附件"))
    drawer.open_tab(number)
    camera.settle()
    tab = drawer.findChild(AttachTab)
    if not tab._held:
        tab.add_files([drain("屋后排水沟.png", 0.4), drain("清淤之后.png", 0.7), note()])
        camera.settle()
        camera.take("attach-added")
    camera.take("attach-drawer")
    tab.look_at(tab._held[0])
    camera.take("attach-viewer")
    top_dialog(camera.shell).reject()
    camera.shell.close_drawer()


def drain(name, water):
    """Paint a picture of a drain behind a house."""
    picture = QImage(1400, 1050, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setPen(Qt.PenStyle.NoPen)
    shapes = (
        ("#c9d6df", (0, 0, 1400, 420)), ("#8d8272", (0, 420, 1400, 630)),
        ("#b98d6a", (120, 140, 620, 400)), ("#7d3f33", (80, 90, 700, 80)),
        ("#e8e2d6", (220, 260, 130, 160)), ("#4f5d52", (0, 700, 1400, int(200 * water))),
    )  # fmt: skip
    for colour, box in shapes:
        painter.setBrush(QColor(colour))
        painter.drawRect(*box)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Source(name, data=bytes(buffer.data().data()))


def note():
    return Source("现场记录.txt", data="清淤 40 米，现场已恢复".encode())


def importing(camera):
    """Take an import on its way: checked, written, refused, taken back."""
    if not camera.wants("import"):
        return
    page = camera.go("import", "residents")
    page.start_view.undo.click()
    camera.take("import-undo")
    camera.leave()
    moved = SCRATCH / "新迁入户.csv"
    moved.write_text(MOVED_IN, encoding="utf-8")
    page.take_file(moved)
    camera.take("import-check")
    page.check_view.verdicts.choice.choose(CHANGES)
    camera.take("import-changes")
    page.result_view.show_written("农户花名册", moved.name, Tally(4, 1, 1, 1))
    page._show(2, 3)
    camera.take("import-result")
    page._leave()
    odd = SCRATCH / "外乡花名册.csv"
    odd.write_text("谁,哪个村,号码\n李晓敏,严务村,10013800001\n", encoding="utf-8")
    page.take_file(odd)
    camera.take("import-refused")
    for head, key in (("谁", "name"), ("哪个村", "village")):
        page.check_view.mapping.choice_of(head).choose(key)
    camera.settle()
    camera.take("import-first-rows")
    page._leave()


def empty_pages(camera):
    """Take every page of a township where nothing has been entered yet."""
    for item in camera.window._items:
        if isinstance(camera.go(item.key), ListPage) or item.key in {"workbench", "import", "ledgers", "exchange"}:
            camera.take(f"empty-{item.key}")
