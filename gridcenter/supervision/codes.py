"""Code tables of supervision: the four methods with their full marks (article A3), states of problems."""

from decimal import Decimal

from gridcenter.codes.tables import code_table

METHOD = code_table(
    "inspection_method",
    "督查方式",
    {"report": "听汇报", "results": "看实绩", "duty": "评责任", "ledgers": "查台账"},
)
FULL_MARKS = {
    "report": Decimal(20), "results": Decimal(40), "duty": Decimal(20), "ledgers": Decimal(20),
}  # fmt: skip
ONLY_TOTAL = "得分"
"""The word of the one method of a sheet that gives nothing but the total."""
HINTS = {
    "report": "网格长当面汇报本月工作",
    "results": "随机入户，看环境与满意度",
    "duty": "党员、组长评议到岗与担当",
    "ledgers": "走访、巡查、事项三本台账",
}
PROBLEM_STATUS = code_table(
    "problem_status",
    "整改情况",
    {"open": "正在整改", "done": "已整改", "overdue": "逾期未整改"},
    {
        "整改中": "open", "未整改": "open", "未完成": "open", "已完成": "done", "整改完成": "done",
        "完成": "done", "已完成整改": "done", "是": "done", "√": "done", "整改到位": "done",
        "已整改到位": "done", "否": "open", "×": "open", "待整改": "open", "逾期": "overdue",
    },
)  # fmt: skip
TABLES = (METHOD, PROBLEM_STATUS)
