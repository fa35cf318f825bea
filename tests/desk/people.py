"""Fictional residents, and the list that shows them."""

from dataclasses import dataclass

from gridcenter.desk.chips import Chip
from gridcenter.desk.filters import Filter
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.store.listing import Listing

LINES = """李秀梅 女 78 138****2217 前街网格 户主 独居老人/plain 10-05 逾期2天/over
李学明 男 46 150****6031 前街网格 户主 党员/accent,网格员/plain 10-18 11-18
李晓敏 女 39 136****9920 前街网格 配偶 外出务工/plain 09-26 今天/due
李向民 男 63 137****4408 后街网格 户主 党员/accent 10-21 11-21
李旭萌 女 27 189****7712 后街网格 女儿 志愿者/plain 10-21 11-21
李新苗 女 9 — 后街网格 孙女 未成年/plain 10-21 11-21
李雪茂 男 71 152****3345 东关网格 户主 上门服务/plain 10-11 11-11
李兴满 男 55 139****8876 东关网格 户主 困难户/plain 10-28 11-12
李喜玫 女 68 131****5509 柳庄网格 母亲 低保/plain 10-14 11-14
李幸梦 女 33 158****1163 柳庄网格 配偶 外出务工/plain 08-30 逾期4天/over
李夏猛 男 41 133****0274 何寨网格 户主 经济发展户/plain 10-16 11-16
李小满 女 19 187****6690 何寨网格 女儿 在校/plain 10-16 11-16
李祥茂 男 82 — 马店网格 父亲 高龄/plain,党员/accent 10-24 11-07
李雄明 男 50 135****7781 马店网格 户主 党员户/accent 10-09 11-09
王德福 男 66 138****0410 马店网格 户主 外出务工/plain 10-09 11-09"""
ICONS = {"over": "triangle-alert", "due": "clock"}


@dataclass(frozen=True)
class Person:
    name: str
    sex: str
    age: int
    phone: str
    grid: str
    kin: str
    kinds: tuple[Chip, ...]
    due: str | Chip


def id_of(number):
    return number.to_bytes(16, "big")


def people():
    made = {}
    for number, line in enumerate(LINES.splitlines()):
        name, sex, age, phone, grid, kin, kinds, _last, due = line.split(" ")
        due, _, tone = due.partition("/")
        made[id_of(number)] = Person(
            name,
            sex,
            int(age),
            phone,
            grid,
            kin,
            tuple(Chip(*kind.split("/")) for kind in kinds.split(",")),
            Chip(due, tone, ICONS[tone]) if tone else due,
        )
    return made


def find(session, wish):
    found = [
        (i, p)
        for i, p in session.rows.items()
        if wish.words in p.name and wish.filters.get("grid", p.grid) == p.grid
    ]
    if wish.sort_by:
        found.sort(key=lambda pair: getattr(pair[1], wish.sort_by), reverse=wish.descending)
    return [i for i, _ in found]


def load(session, ids):
    session.loaded += len(ids)
    return {i: session.rows[i] for i in ids if i in session.rows}


COLUMNS = (
    Column("name", "姓名", lambda p: p.name, 76),
    Column("sex", "性别", lambda p: p.sex, 56, wide_only=True),
    Column("age", "年龄", lambda p: str(p.age), 56, number=True),
    Column("grid", "网格", lambda p: p.grid, 86),
    Column("kin", "与户主", lambda p: p.kin, 66, wide_only=True),
    Column("phone", "电话", lambda p: p.phone, 112, wide_only=True),
    Column("kinds", "类别", lambda p: p.kinds, 0, sorts=False),
    Column("due", "下次走访", lambda p: p.due, 98, sorts=False),
)
GRIDS = [(None, "全乡网格"), *((g, g) for g in ("前街网格", "后街网格", "东关网格", "柳庄网格"))]


def people_list(log):
    """Declare the list; what its acts do goes to the log."""

    def note(name):
        return lambda ids=(): log.append((name, list(ids)))

    return ListDef(
        key="people",
        title="居民",
        unit="人",
        listing=Listing(find, load),
        columns=COLUMNS,
        tables=frozenset({"person"}),
        hint="姓名、拼音首字母、电话、证件尾号",
        filters=(
            Filter("grid", "网格", GRIDS, 118),
            Filter("kind", "人员", [(None, "全部人员"), ("party", "党员")], 112),
            Filter("care", "关注", [(None, "关注：不限"), ("old", "高龄")], 126),
        ),
        acts=(
            Act("导入", note("import"), "upload"),
            Act("导出", note("export"), "file-spreadsheet"),
            Act("新增居民", note("new"), "plus", "primary", "Ctrl+N"),
        ),
        row_acts=(
            RowAct("指定走访人", note("assign"), "footprints"),
            RowAct("打印户卡", note("print"), "printer", "Ctrl+P"),
            RowAct("导出名单", note("names"), "file-spreadsheet"),
        ),
        empty="还没有登记居民",
        empty_act=Act("新增居民", note("new"), "plus"),
    )
