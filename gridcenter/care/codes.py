"""Code tables of the wing; starter values after reference §5.6."""

from gridcenter.codes.tables import CodeTable, code_table
from gridcenter.register.concern_codes import CONCERN_KIND

LINK_KIND = code_table(
    "link_kind",
    "联系方式",
    {"member": "党员联系户", "hang": "党员挂户", "cadre": "干部包户"},
    {
        "党员联系": "member", "联系户": "member", "挂户": "hang", "挂包": "hang",
        "包户": "cadre", "干部包联": "cadre", "包联": "cadre",
    },
)  # fmt: skip
NEED = code_table(
    "help_need",
    "困难原因",
    {
        "illness": "因病", "disability": "因残", "school": "因学", "labour": "缺劳力",
        "sudden": "突发事件", "jobless": "未就业", "other": "其他",
    },
)  # fmt: skip
MEASURE = code_table(
    "help_measure",
    "帮扶措施",
    {
        "policy": "政策宣讲", "apply": "代办申请", "subsidy": "落实补助", "medical": "医疗救助",
        "job": "就业帮扶", "school": "助学", "industry": "产业帮扶", "service": "上门服务",
        "goods": "送物资", "other": "其他",
    },
)  # fmt: skip
SUBSIDY = code_table(
    "subsidy_change",
    "补助变化",
    {"new": "新增", "raised": "提标", "ended": "停发"},
    {"提高": "raised", "调高": "raised", "新纳入": "new", "停保": "ended", "退出": "ended"},
    extensible=False,
)
RESULT = code_table(
    "help_result",
    "帮扶结果",
    {"eased": "困难已缓解", "lasting": "转长期救助", "moved": "已迁出", "unfit": "不符合条件", "other": "其他"},
)
TABLES: tuple[CodeTable, ...] = (CONCERN_KIND, LINK_KIND, NEED, MEASURE, SUBSIDY, RESULT)
