"""Code tables of the register; values after reference §1.5, §5.6, all editable by the office."""

from gridcenter.codes.tables import code_table

SEX = code_table(
    "sex", "性别", {"1": "男", "2": "女", "9": "未说明"}, extensible=False,
    standard="GB/T 2261.1", national={"1": "1", "2": "2", "9": "9"},
)  # fmt: skip

SEX_CODES = {word: code for code, word in SEX.words.items()}
"""Word → code."""

SEX_SPELLINGS = {"1": ("男", "男性"), "2": ("女", "女性"), "9": ("未说明", "未知", "不详")}
"""Code → what spreadsheets write."""

RELATION = code_table(
    "relation",
    "与户主关系",
    {
        "head": "户主", "spouse": "配偶", "son": "子", "daughter": "女", "father": "父亲",
        "mother": "母亲", "daughter_in_law": "儿媳", "son_in_law": "女婿", "grandson": "孙子",
        "granddaughter": "孙女", "grandfather": "祖父", "grandmother": "祖母",
        "brother": "兄弟", "sister": "姐妹", "other": "其他",
    },
    {
        "本人": "head", "本人或户主": "head", "本人（户主）": "head", "户主本人": "head",
        "妻": "spouse", "妻子": "spouse", "夫": "spouse", "丈夫": "spouse", "爱人": "spouse",
        "儿子": "son", "长子": "son", "次子": "son", "三子": "son", "独生子": "son", "之子": "son",
        "女儿": "daughter", "长女": "daughter", "次女": "daughter", "三女": "daughter",
        "独生女": "daughter", "之女": "daughter", "父": "father", "母": "mother", "媳": "daughter_in_law",
        "媳妇": "daughter_in_law", "婿": "son_in_law", "孙": "grandson", "孙儿": "grandson",
        "爷爷": "grandfather", "奶奶": "grandmother", "兄": "brother", "弟": "brother",
        "姐": "sister", "妹": "sister",
    },
    standard="GB/T 4761",
    national={
        "head": "02", "spouse": "10", "son": "20", "daughter": "30", "grandson": "40",
        "granddaughter": "40", "father": "50", "mother": "50", "grandfather": "60",
        "grandmother": "60", "brother": "70", "sister": "70", "other": "80",
    },
)  # fmt: skip

HOUSEHOLD_KIND = code_table(
    "household_kind",
    "户类型",
    {
        "general": "一般户", "lifted": "脱贫户", "low_income": "低保户", "supported": "特困供养户",
        "disabled": "残疾人户", "away": "外出务工户", "elder_alone": "独居老人户",
        "left_behind": "留守儿童户", "farming": "种养大户", "veteran": "退役军人户",
        "business": "经济发展户", "hardship": "困难户",
    },
    {"普通户": "general", "一般农户": "general", "务工户": "away", "五保户": "supported"},
    retired={"dispute": "矛盾纠纷户"},
)  # fmt: skip

STAY_ENDING = code_table(
    "stay_ending",
    "变动原因",
    {
        "left": "迁出", "moved": "转到别户", "split": "分户", "joined": "并户", "head": "户主变更",
        "death": "去世", "closed": "销户",
    },
    extensible=False,
)  # fmt: skip

_ETHNIC_GROUPS = (
    "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 "
    "哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 "
    "达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 "
    "俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族"
)
ETHNIC_GROUP = code_table(
    "ethnic_group",
    "民族",
    {
        f"{number:02d}": word
        for number, word in enumerate(_ETHNIC_GROUPS.split(), 1)
    }
    | {"97": "其他", "98": "外国血统"},
    extensible=False,
)
"""GB/T 3304; kept only where the township has switched it on with a reason."""

POST = code_table(
    "post",
    "岗位",
    {
        "grid_head": "网格长", "guide": "党建指导员", "worker": "网格员", "part_time": "兼职网格员",
        "grid_guide": "网格指导员", "station_head": "站长", "cadre": "包片干部",
        "group_leader": "党小组长", "villager_leader": "村民组长", "hub": "党员中心户",
    },
    {"专职网格员": "worker"},
)  # fmt: skip

TIER = code_table(
    "tier",
    "层级",
    {"county": "县级", "township": "乡镇级", "village": "村级"},
    {
        "县": "county", "县直": "county", "区级": "county", "市级": "county", "县级网格员": "county",
        "乡镇": "township", "镇级": "township", "乡级": "township", "镇街": "township", "镇": "township",
        "乡": "township", "街道": "township", "街道级": "township", "镇级网格员": "township",
        "村": "village", "村居": "village", "社区": "village", "基层": "village", "基层级": "village",
        "村级网格员": "village",
    },
)  # fmt: skip
DISPATCH = code_table(
    "dispatch",
    "派驻方式",
    {"resident": "片区常驻", "linked": "连片派驻", "called": "吹哨进驻"},
    {"常驻": "resident", "连片": "linked", "派驻": "linked", "吹哨": "called", "吹哨报到": "called"},
)
ENGAGEMENT = code_table(
    "engagement",
    "专兼职",
    {"full": "专职", "part": "兼职"},
    {"全职": "full", "专": "full", "兼": "part", "业余": "part", "专职网格员": "full", "兼职网格员": "part"},
)
ALLOWANCE = code_table(
    "allowance",
    "补贴类别",
    {
        "county": "县级派驻补贴", "head": "网格长补贴", "full": "专职网格员补贴", "part": "兼职网格员补贴",
        "none": "不发补贴",
    },
    {"无": "none", "无补贴": "none", "不领": "none", "派驻补贴": "county", "专职补贴": "full", "兼职补贴": "part"},
)  # fmt: skip

UNIT_KIND = code_table(
    "unit_kind",
    "网格性质",
    {"basic": "基本网格", "special": "专属网格", "micro": "微网格"},
    extensible=False,
)

PARTY_UNIT_KIND = code_table(
    "party_unit_kind",
    "党组织类别",
    {
        "committee": "党委", "general_branch": "党总支", "branch": "党支部", "group": "党小组",
        "hub": "党员中心户",
    },
    extensible=False,
)  # fmt: skip

REDRAWING_KIND = code_table(
    "redrawing_kind",
    "调整方式",
    {
        "split": "拆分", "merge": "合并", "move": "移动", "rename": "改名", "close": "停用",
        "open": "新增下级",
    },
    extensible=False,
)  # fmt: skip

REDRAWING_REASON = code_table(
    "redrawing_reason",
    "调整原因",
    {
        "village_size": "村规模调整", "relocation": "重大拆迁", "population": "人口变化",
        "sets_merged": "几套网格合并", "other": "其他",
    },
)  # fmt: skip

LEVELS = {
    "township": "乡镇", "station": "服务管理站", "grid": "基本网格", "subgrid": "子网格", "micro": "微网格",
}  # fmt: skip
"""Levels a tree can have, from the top down: key → usual name; the office renames them in the table."""

USUAL_LEVELS = ("township", "station", "grid", "subgrid")
"""The levels a township begins with; the table of levels adds and drops them."""

MAIN_SET = "main"
"""The grid set (网格体系) of daily work; others (防疫) stand beside it."""

TABLES = (
    SEX, RELATION, HOUSEHOLD_KIND, STAY_ENDING, ETHNIC_GROUP, POST, UNIT_KIND, PARTY_UNIT_KIND,
    REDRAWING_KIND, REDRAWING_REASON, TIER, DISPATCH, ENGAGEMENT, ALLOWANCE,
)  # fmt: skip
