"""Code tables of visits; starter values after reference §5.6."""

from gridcenter.codes.tables import code_table

KIND = code_table(
    "visit_kind",
    "走访类型",
    {
        "daily": "日常走访", "service": "管理服务", "festival": "节日走访", "return": "回访",
        "special": "专项走访", "other": "其他",
    },
)  # fmt: skip
RESULT = code_table(
    "visit_result",
    "走访结果",
    {"met": "已见面", "phone": "电话联系", "nobody": "家中无人", "refused": "不便接待"},
    {"见面": "met", "已走访": "met", "电话": "phone", "电话走访": "phone", "无人": "nobody", "无人在家": "nobody"},
)
TABLES = (KIND, RESULT)
